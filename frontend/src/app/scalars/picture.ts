/** The scalar picture, drawn: numbers in boxes, a line with its derivative between two of them. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { cellName, type Language } from "../../lang";
import type { Timeline } from "../../timeline/timeline";
import { full, short } from "../../wire/numbers";
import { BOX, type Line, type Plan, type Spot, spotKey } from "./plan";

export interface Drawing {
  readonly timeline: Timeline;
  readonly language: Language;
  readonly plan: Plan;
  readonly box: number;
  /** The number whose lines are strong, by its key. */
  readonly focus: string | null;
  readonly choose: (spot: Spot) => void;
  readonly title: string;
}

/** More derivatives than these are only told for the number in focus. */
const MOST_LABELS = 64;
/** Pixels: up to this width a picture is made smaller where there is less room, and wider ones are scrolled. */
const SHRINKS = 420;

export function keyOf({ column, pile, cell }: Spot): string {
  return spotKey(column, pile, cell);
}

/** Return whether a line leads from, to or through the number in focus. */
function isStrong({ from, to }: Line, focus: string | null): boolean {
  return focus === null || keyOf(from) === focus || keyOf(to) === focus;
}

export function picture(drawing: Drawing): TemplateResult {
  const { plan, focus, title } = drawing;
  const strong = plan.lines.filter((line) => isStrong(line, focus));
  const weak = plan.lines.filter((line) => !isStrong(line, focus));
  const labelled = strong.length <= MOST_LABELS ? strong : [];
  return html`<svg class="scalars ${plan.width <= SHRINKS ? "shrinks" : ""}" role="group" aria-label=${title} viewBox="0 0 ${plan.width} ${plan.height}"
    width=${plan.width} height=${plan.height}>
    ${weak.map((line) => path(line, drawing, "weak"))}
    ${strong.map((line) => path(line, drawing, focus === null ? "" : "strong"))}
    ${placed(labelled, drawing.box).map((one) => label(one, drawing))}
    ${plan.spots.map((spot) => box(spot, drawing))}
  </svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function ends({ from, to }: Line, width: number): readonly [Point, Point] {
  const middle = BOX.height / 2;
  return [
    { x: from.x + width, y: from.y + middle },
    { x: to.x, y: to.y + middle },
  ];
}

function path(line: Line, drawing: Drawing, kind: string): TemplateResult {
  const [start, end] = ends(line, drawing.box);
  const bend = (end.x - start.x) / 3;
  const d = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  return svg`<path class="link ${kind} ${line.link.slope === 0 ? "zero" : ""}" d=${d} data-slope=${full(line.link.slope)}
    data-from=${keyOf(line.from)} data-to=${keyOf(line.to)}><title>${told(line, drawing)}</title></path>`;
}

function told({ link, from, to }: Line, { timeline, language }: Drawing): string {
  const words = language.cells;
  const name = (spot: Spot): string => cellName(timeline, { ...spot.ref, array: "value" }, language);
  const paths = link.paths > 1 ? `, ${words.paths(link.paths)}` : "";
  return words.scalarsEdge(name(from), name(to), full(link.slope)) + paths;
}

interface Label {
  readonly line: Line;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.14, 0.86] as const;
const LABEL = { height: 18, letter: 6.8, padding: 9 } as const;

/** A derivative stands on its line, as near to the middle as the others leave room. */
function placed(lines: readonly Line[], box: number): readonly Label[] {
  const labels: Label[] = [];
  for (const line of lines) {
    const text = short(line.link.slope);
    const width = LABEL.padding + LABEL.letter * text.length;
    const places = ALONG.map((at) => ({ line, text, width, ...pointOn(line, box, at) }));
    const free = places.find((place) => labels.every((other) => !overlaps(place, other)));
    const best = free ?? places[0];
    if (best) labels.push(best);
  }
  return labels;
}

function overlaps(a: Label, b: Label): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 + 2 && Math.abs(a.y - b.y) < LABEL.height;
}

function pointOn(line: Line, box: number, t: number): Point {
  const [start, end] = ends(line, box);
  const bend = (end.x - start.x) / 3;
  const u = 1 - t;
  const [a, b, c, d] = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3];
  return {
    x: a * start.x + b * (start.x + bend) + c * (end.x - bend) + d * end.x,
    y: (a + b) * start.y + (c + d) * end.y,
  };
}

function label({ line, text, x, y, width }: Label, drawing: Drawing): TemplateResult {
  return svg`<g class="slope" role="img" aria-label=${told(line, drawing)}>
    <rect x=${x - width / 2} y=${y - LABEL.height / 2} width=${width} height=${LABEL.height} rx="9"></rect>
    <text x=${x} y=${y + 4} text-anchor="middle">${text}</text>
  </g>`;
}

function box(spot: Spot, { timeline, language, box: width, focus, choose }: Drawing): TemplateResult {
  const key = keyOf(spot);
  const name = cellName(timeline, spot.ref, language);
  const number = spot.number === null ? "…" : short(spot.number);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(spot);
  };
  return svg`<g class="spot ${spot.ref.array} ${focus === key ? "focus" : ""}" role="button" tabindex="0" aria-pressed=${String(focus === key)}
    aria-label=${`${name} = ${number}`} data-spot=${key} data-number=${spot.number === null ? nothing : full(spot.number)}
    transform="translate(${spot.x} ${spot.y})" @click=${() => choose(spot)} @keydown=${pressed}>
    <rect width=${width} height=${BOX.height} rx="5"></rect>
    <text class="name" x="8" y="17">${name}</text>
    <text class="held" x=${width - 8} y="17" text-anchor="end">${number}</text>
  </g>`;
}
