/** The error of a finite difference against its step, on logarithmic axes: the V of truncation and rounding. */

import { nothing, type SVGTemplateResult, svg } from "lit";
import type { Curve } from "../../timeline/differences";

export interface PlotWords {
  readonly title: string;
  readonly error: string;
}

const WIDTH = 340;
const HEIGHT = 246;
const FRAME = { left: 46, right: 12, top: 24, bottom: 36 };
const STEPS = { low: -13.5, high: -0.5 };
const LOWEST = -17;
/** In decades, below the smallest error, whose ring needs it. */
const ROOM = 0.4;

interface Axes {
  readonly low: number;
  readonly high: number;
}

export function plot(curve: Curve, h: number, words: PlotWords): SVGTemplateResult {
  const axes = axesOf(curve);
  return svg`<svg class="vplot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words.title}>
    ${grid(axes)}
    ${labels(axes, words)}
    ${guide(curve.truncation, 2, "h²", axes)}
    ${guide(curve.rounding, -1, "1/h", axes)}
    ${chosen(h)}
    ${line(curve, axes)}
    ${curve.points.map((point) => dot(point.h, point.error, curve, axes))}
  </svg>`;
}

/** The decades of the errors, a few at least, so that the V is not drawn over noise. */
function axesOf(curve: Curve): Axes {
  const logs = curve.points.flatMap(({ error }) => (error ? [Math.log10(error)] : []));
  const high = Math.min(Math.ceil(Math.max(...logs, -2)), 12);
  const low = Math.max(Math.floor(Math.min(...logs, high - 3.5) - ROOM), LOWEST);
  return { low, high: Math.max(high, low + 4) };
}

function across(log: number): number {
  return FRAME.left + ((log - STEPS.low) / (STEPS.high - STEPS.low)) * (WIDTH - FRAME.left - FRAME.right);
}

function up(log: number, { low, high }: Axes): number {
  const share = (Math.min(Math.max(log, low), high) - low) / (high - low);
  return HEIGHT - FRAME.bottom - share * (HEIGHT - FRAME.top - FRAME.bottom);
}

function decades(low: number, high: number, by: number): readonly number[] {
  const first = Math.ceil(low / by) * by;
  return Array.from({ length: Math.floor((high - first) / by) + 1 }, (_, index) => first + index * by);
}

function grid(axes: Axes): SVGTemplateResult {
  const [left, right] = [FRAME.left, WIDTH - FRAME.right];
  const [top, bottom] = [FRAME.top, HEIGHT - FRAME.bottom];
  return svg`<g class="grid">
    ${decades(axes.low, axes.high, every(axes)).map((log) => svg`<path d="M${left} ${up(log, axes)}H${right}" />`)}
    ${decades(-13, -1, 2).map((log) => svg`<path d="M${across(log)} ${bottom}V${top}" />`)}
    <path class="frame" d="M${left} ${top}V${bottom}H${right}" />
  </g>`;
}

function every({ low, high }: Axes): number {
  return high - low > 10 ? 4 : high - low > 5 ? 2 : 1;
}

function labels(axes: Axes, words: PlotWords): SVGTemplateResult {
  const bottom = HEIGHT - FRAME.bottom;
  return svg`<g class="labels">
    ${decades(-13, -1, 2).map((log) => power(log, across(log), bottom + 15, "middle"))}
    ${decades(axes.low, axes.high, every(axes)).map((log) => power(log, FRAME.left - 5, up(log, axes) + 4, "end"))}
    <text class="symbol" x=${WIDTH - FRAME.right} y=${HEIGHT - 4} text-anchor="end">h</text>
    <text x="4" y="10">${words.error}</text>
  </g>`;
}

/** 10 with its exponent above. */
function power(exponent: number, x: number, y: number, anchor: string): SVGTemplateResult {
  const sign = exponent < 0 ? "−" : "";
  return svg`<text x=${x} y=${y} text-anchor=${anchor}>10<tspan dy="-4" font-size="0.75em">${sign}${Math.abs(exponent)}</tspan></text>`;
}

/** The dashed line of c · h^slope, as far as it is within the axes, with its law beside it. */
function guide(
  factor: number | null,
  slope: number,
  law: string,
  axes: Axes,
): SVGTemplateResult | typeof nothing {
  if (factor === null || factor <= 0) return nothing;
  const base = Math.log10(factor);
  const at = (log: number): number => base + slope * log;
  const meets = [(axes.low - base) / slope, (axes.high - base) / slope].sort((a, b) => a - b);
  const from = Math.max(meets[0] ?? 0, STEPS.low);
  const to = Math.min(meets[1] ?? 0, STEPS.high);
  if (to <= from) return nothing;
  const label = slope > 0 ? from + (to - from) * 0.42 : from + (to - from) * 0.5;
  const beside = slope > 0 ? { dx: -8, anchor: "end" } : { dx: 8, anchor: "start" };
  return svg`<g class="guide">
    <path d="M${across(from)} ${up(at(from), axes)}L${across(to)} ${up(at(to), axes)}" />
    <text x=${across(label) + beside.dx} y=${up(at(label), axes) - 4} text-anchor=${beside.anchor}>∝ ${law}</text>
  </g>`;
}

/** Where the step is that the table uses. */
function chosen(h: number): SVGTemplateResult {
  const x = across(Math.log10(h));
  return svg`<path class="chosen" d="M${x} ${HEIGHT - FRAME.bottom}V${FRAME.top}" />`;
}

function line(curve: Curve, axes: Axes): SVGTemplateResult {
  const path = curve.points
    .flatMap(({ h, error }) =>
      error === null ? [] : [`${across(Math.log10(h))} ${up(height(error), axes)}`],
    )
    .join("L");
  return svg`<path class="errors" d=${path ? `M${path}` : ""} />`;
}

/** An error of 0 has no logarithm: it lies at the bottom. */
function height(error: number): number {
  return error === 0 ? LOWEST : Math.log10(error);
}

function dot(h: number, error: number | null, curve: Curve, axes: Axes): SVGTemplateResult | typeof nothing {
  if (error === null) return nothing;
  const [x, y] = [across(Math.log10(h)), up(height(error), axes)];
  const best = h === curve.best?.h;
  return svg`<g class=${best ? "best" : "point"} data-h=${h} data-error=${error}>
    ${best ? svg`<circle cx=${x} cy=${y} r="7" />` : nothing}
    <circle class=${error === 0 ? "zero" : "dot"} cx=${x} cy=${y} r="3.2" />
  </g>`;
}
