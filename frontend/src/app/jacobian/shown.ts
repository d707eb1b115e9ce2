/** A Jacobian as it is shown: its numbers, where it is always zero, and what its rows and columns are called. */

import { nameOf } from "../../lang";
import { decode, size } from "../../wire/arrays";
import type { GraphNode } from "../../wire/graph";
import type { JacobianMatrix } from "../../wire/schema";
import { placeOf } from "../arraygrid";

export interface ShownMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  /** 1 where an entry can differ from zero. */
  readonly possible: Float64Array;
  /** How many of all entries can, those that are not shown too. */
  readonly count: number;
  readonly preview: boolean;
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
  /** Whether a new block begins: the cells of the tensor's next row. */
  readonly rowBlock: (row: number) => boolean;
  readonly columnBlock: (column: number) => boolean;
}

export interface Entry {
  readonly row: number;
  readonly column: number;
}

export function shownMatrix(found: JacobianMatrix, result: GraphNode, operand: GraphNode): ShownMatrix {
  const { matrix, structure } = found;
  const cells = decode(matrix);
  const [rows = 0, columns = 0] = cells.shown;
  const index = "preview" in matrix ? matrix.preview.index : null;
  const name = (node: GraphNode, axis: number) => (shown: number) =>
    `${nameOf(node)}${placeOf(index?.[axis]?.[shown] ?? shown, node.shape)}`;
  const possible = structure ? decode(structure).data : cells.data.map(() => 1);
  const whole = size(cells.shape);
  const zeros = structure && "stats" in structure ? structure.stats.zeros : null;
  return {
    ...{ rows, columns, data: cells.data, possible, preview: cells.preview },
    count: zeros === null ? possible.reduce((sum, one) => sum + one, 0) : whole - zeros,
    rowName: name(result, 0),
    columnName: name(operand, 1),
    rowBlock: blocks(result, cells.preview),
    columnBlock: blocks(operand, cells.preview),
  };
}

function blocks(node: GraphNode, preview: boolean): (at: number) => boolean {
  const width = node.shape.at(-1) ?? 1;
  const blocked = !preview && node.shape.length > 1 && width > 1;
  return (at) => blocked && at > 0 && at % width === 0;
}

/** Return where an arrow leads, or null if it is none, or leads out of the matrix. */
export function moved(entry: Entry, key: string, { rows, columns }: ShownMatrix): Entry | null {
  const { row, column } = entry;
  const to = {
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
  }[key];
  const inside = to && to.row >= 0 && to.row < rows && to.column >= 0 && to.column < columns;
  return inside ? to : null;
}
