/** Windows that slide over the last axes: each cell of the result is made of the cells in its window. */

import { size } from "../wire/arrays";
import type { GraphNode, Shape } from "../wire/graph";
import { type Index, type Routes, ravel, unravel } from "./indexing";

/** Return the routes from each cell into every window that it is in; padding is no cell. */
export function pooled(node: GraphNode, operand: Shape): Routes {
  const kernel = node.attributes["kernel_size"] as Index;
  const stride = node.attributes["stride"] as Index;
  const padding = node.attributes["padding"] as Index;
  const dilation = (node.attributes["dilation"] as Index | undefined) ?? kernel.map(() => 1);
  const fixed = operand.length - kernel.length;
  const from: number[] = [];
  const to: number[] = [];
  for (let goal = 0; goal < size(node.shape); goal += 1) {
    const index = unravel(goal, node.shape);
    for (let place = 0; place < size(kernel); place += 1) {
      const source = [...index];
      unravel(place, kernel).forEach((within, axis) => {
        const start = (index[fixed + axis] ?? 0) * (stride[axis] ?? 1) - (padding[axis] ?? 0);
        source[fixed + axis] = start + within * (dilation[axis] ?? 1);
      });
      if (source.some((position, axis) => position < 0 || position >= (operand[axis] ?? 1))) continue;
      from.push(ravel(source, operand));
      to.push(goal);
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}
