/** Where everything on the workbench is when a line has come so far. */

import { mark } from "./marks";
import { eased, type Motion, within } from "./motion";
import type { Bench } from "./placed";
import { set } from "./svg";

/** When a factor turns over, as a share of its line's time. */
const TURNING = [0.14, 0.5] as const;

/** Put a line into the state it has when it has come as far as `progress`. */
export function move(bench: Bench, progress: number, motion: Motion): void {
  const { line, parts, result, travellers } = bench;
  bench.marks.replaceChildren();
  set(bench.group, { opacity: progress <= 0 ? 0.001 : null });
  if (motion === "fade" || progress >= 1) {
    for (const one of travellers) set(one.group, { display: "none" });
    for (const sum of bench.sums) set(sum, { display: "none" });
    for (const placed of parts) set(placed.group, { opacity: null });
    for (const child of result.group.children) child.removeAttribute("opacity");
    set(result.group, { opacity: progress >= 1 ? null : progress });
    return;
  }
  if ((line.way.kind === "travel" || line.way.kind === "through") && travellers.length > 0)
    travel(bench, progress);
  else if (line.way.kind === "accumulate") accumulate(bench, progress);
  else appear(bench, progress);
}

/** One part after the other lights up and is added to the sum so far. */
function accumulate({ parts, sums, result }: Bench, progress: number): void {
  const come = within(progress, 0.08, 0.9) * parts.length;
  parts.forEach((placed, part) => {
    set(placed.group, { opacity: 0.3 + 0.7 * within(come, part, part + 0.4) });
  });
  const added = Math.floor(come + 0.4);
  sums.forEach((sum, part) => {
    set(sum, { display: added === part + 1 ? null : "none" });
  });
  set(result.group, { opacity: added >= parts.length ? null : 0 });
}

/** Copies slide together where they add up, go over to the result, and become it. */
function travel(bench: Bench, progress: number): void {
  const together = eased(within(progress, 0.12, 0.5));
  const adds = bench.travellers.some((one) => one.leg === "first");
  const added = adds ? within(progress, 0.48, 0.56) : 0;
  const turns = bench.travellers.some((one) => one.delay > 0);
  const done = within(progress, 0.84, 0.96);
  for (const { group, start, meeting, end, leg, delay } of bench.travellers) {
    const across = eased(
      turns ? late(progress, 0.15, 0.84, delay) : within(progress, adds ? 0.6 : 0.15, 0.84),
    );
    const x = mix(mix(start.x, meeting.x, together), end.x, across);
    const y = mix(mix(start.y, meeting.y, together), end.y, across);
    const seen = { first: 1 - added, second: added, both: 1 }[leg];
    set(group, { display: null, transform: `translate(${x} ${y})`, opacity: seen * (1 - done) });
  }
  bench.parts.forEach((placed, part) => {
    set(placed.group, { opacity: leaves(bench, part) ? 0.35 + 0.65 * done : null });
  });
  set(bench.result.group, { opacity: done });
}

/** Return whether the cells of a part go away from it: what stays is a shadow meanwhile. */
function leaves({ line }: Bench, part: number): boolean {
  return line.way.kind === "travel" ? line.way.flows.some((flow) => flow.part === part) : part === 0;
}

/** What turns over does so first; then the result appears, cell by cell. */
function appear(bench: Bench, progress: number): void {
  const turning = bench.travellers.length > 0;
  const turned = within(progress, ...TURNING);
  for (const { group, start, end, delay } of bench.travellers) {
    const still = turned >= 1;
    const moved = eased(late(progress, ...TURNING, delay));
    const place = `translate(${mix(start.x, end.x, moved)} ${mix(start.y, end.y, moved)})`;
    set(group, { display: still ? "none" : null, transform: place });
  }
  for (const placed of bench.parts)
    set(placed.group, { opacity: turning && placed.part.turned && turned < 1 ? 0 : null });
  const shown = within(progress, turning ? 0.5 : 0.25, 0.97);
  set(bench.result.group, { opacity: null });
  const cells = bench.result.group.children;
  const count = bench.result.part.cells.data.length;
  [...cells].forEach((child, position) => {
    const index = bench.result.grid.style === "numbers" ? Math.floor(position / 2) : position;
    set(child, { opacity: within(shown * count, index, index + 1) });
  });
  const current = Math.floor(shown * count);
  if (shown > 0 && current < count && bench.result.grid.style !== "heat") mark(bench, current);
}

/** Return how far something has come that takes half of the time and sets out the later, the larger `delay`. */
function late(progress: number, start: number, end: number, delay: number): number {
  const half = (end - start) / 2;
  return within(progress, start + half * delay, start + half * (1 + delay));
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
