/** The curve of the loss: axes, ticks, every point, the one where one is; to be read and walked along by key or pointer. */

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { short, spoken } from "../../wire/numbers";
import { type Axis, countAxis, linearAxis, logAxis, share } from "./ticks";
import type { Point, Trail } from "./trail";

export interface CurveShown {
  readonly trail: Trail;
  /** What goes down: the output's name. */
  readonly name: string;
  readonly log: boolean;
  /** The point that is being read. */
  readonly read: number | null;
}

export interface CurveDeeds {
  goTo(index: number): void;
  /** Read a point, or none. */
  read(index: number | null): void;
  setLog(log: boolean): void;
}

const SIZE = { width: 320, height: 206 } as const;
const ROOM = { left: 50, right: 12, top: 24, bottom: 34 } as const;
const DOTS_UP_TO = 60;

export function curve(shown: CurveShown, deeds: CurveDeeds, language: Language): TemplateResult {
  const words = language.descent;
  const { trail, log } = shown;
  return html`<section class="curve"><h3>${words.curve}</h3>
    <div class="scale" role="radiogroup" aria-label=${words.scale}>
      ${[false, true].map(
        (one) => html`<label><input type="radio" name="loss-scale" .checked=${log === one}
          @change=${() => deeds.setLog(one)} /> ${one ? words.logarithmic : words.linear}</label>`,
      )}
    </div>
    ${plot(shown, deeds, language)}
    <p class="reading">${readingOf(trail, shown.read ?? trail.at, language)}</p>
    <p class="quiet">${words.how}</p>
    ${table(trail, deeds, language)}
  </section>`;
}

export function readingOf(trail: Trail, index: number, language: Language): string {
  const words = language.descent;
  const point = trail.points[index];
  if (!point) return "";
  const told = words.reading(index, lossText(point, language), point.hand !== null);
  return point.values === undefined ? `${told}. ${words.notKept}` : told;
}

function lossText(point: Point, language: Language): string {
  return point.loss === null ? language.descent.unknown : spoken(point.loss);
}

interface Frame {
  readonly across: Axis;
  readonly up: Axis;
  readonly x: (step: number) => number;
  readonly y: (loss: number) => number;
}

function frameOf({ trail, log }: CurveShown): Frame {
  const finite = trail.points.flatMap(({ loss }) => (loss !== null && Number.isFinite(loss) ? [loss] : []));
  const across = countAxis(trail.points.length - 1, 5);
  const up = (log && finite.length > 0 ? logAxis(finite) : null) ?? linearAxis(finite, 4);
  const width = SIZE.width - ROOM.left - ROOM.right;
  const height = SIZE.height - ROOM.top - ROOM.bottom;
  return {
    across,
    up,
    x: (step) => ROOM.left + width * share(across, step),
    y: (loss) => ROOM.top + height * (1 - share(up, loss)),
  };
}

function plot(shown: CurveShown, deeds: CurveDeeds, language: Language): TemplateResult {
  const { trail, name, read } = shown;
  const frame = frameOf(shown);
  const last = trail.points.length - 1;
  const at = read ?? trail.at;
  const nearest = (event: PointerEvent | MouseEvent): number => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * SIZE.width;
    const along = (x - ROOM.left) / (SIZE.width - ROOM.left - ROOM.right);
    return Math.min(Math.max(Math.round(along * frame.across.high), 0), last);
  };
  const pressed = (event: KeyboardEvent): void => {
    const far = Math.max(Math.round(last / 10), 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + far,
      PageDown: at - far,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) deeds.read(Math.min(Math.max(to, 0), last));
    else if (event.key === "Enter" || event.key === " ") deeds.goTo(at);
    else if (event.key === "Escape" && read !== null) deeds.read(null);
    else return;
    event.preventDefault();
  };
  return html`<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="slider" tabindex="0"
    aria-label=${language.descent.curveOf(name)} aria-valuemin="0" aria-valuemax=${last} aria-valuenow=${at}
    aria-valuetext=${readingOf(trail, at, language)}
    @pointermove=${(event: PointerEvent) => deeds.read(nearest(event))}
    @pointerleave=${() => deeds.read(null)}
    @blur=${() => deeds.read(null)}
    @click=${(event: MouseEvent) => deeds.goTo(nearest(event))}
    @keydown=${pressed}>
    ${axes(frame, name, language)}
    ${lines(trail, frame)}
    ${trail.points.length <= DOTS_UP_TO ? trail.points.map((point, index) => dot(point, index, frame)) : nothing}
    ${mark(trail.points[trail.at], trail.at, frame, "here")}
    ${read === null ? nothing : mark(trail.points[read], read, frame, "read")}
  </svg>`;
}

function axes({ across, up, x, y }: Frame, name: string, language: Language): SVGTemplateResult {
  const [left, bottom] = [ROOM.left, SIZE.height - ROOM.bottom];
  const right = SIZE.width - ROOM.right;
  return svg`
    ${up.ticks.map(
      (tick) => svg`<line class="rule" x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)} />
        <text class="tick" x=${left - 7} y=${y(tick) + 3.5} text-anchor="end">${short(tick)}</text>`,
    )}
    <path class="axis" d="M${left} ${ROOM.top}V${bottom}H${right}" />
    ${across.ticks.map(
      (tick) => svg`<line class="axis" x1=${x(tick)} x2=${x(tick)} y1=${bottom} y2=${bottom + 4} />
        <text class="tick" x=${x(tick)} y=${bottom + 16} text-anchor="middle">${short(tick)}</text>`,
    )}
    <text class="label" x=${right} y=${SIZE.height - 4} text-anchor="end">${language.descent.stepAxis}</text>
    <text class="label" x=${left - 40} y=${ROOM.top - 12}>${name}</text>`;
}

/** A piece of the curve for each run of points that have a place; a dashed one leads to what was changed by hand. */
function lines({ points, at }: Trail, { up, x, y }: Frame): SVGTemplateResult {
  const placed = (index: number): boolean => {
    const loss = points[index]?.loss ?? Number.NaN;
    return Number.isFinite(loss) && (!up.log || loss > 0);
  };
  const through = (from: number, to: number): string =>
    points
      .slice(from, to + 1)
      .map(({ loss }, index) => `${index ? "L" : "M"}${round(x(from + index))} ${round(y(loss ?? 0))}`)
      .join("");
  const runs: { from: number; to: number; hand: boolean; ahead: boolean }[] = [];
  for (let index = 1; index < points.length; index++) {
    if (!placed(index) || !placed(index - 1)) continue;
    const hand = points[index]?.hand !== null;
    const ahead = index > at;
    const run = runs.at(-1);
    if (run?.to === index - 1 && run.hand === hand && run.ahead === ahead) run.to = index;
    else runs.push({ from: index - 1, to: index, hand, ahead });
  }
  return svg`${runs.map(
    ({ from, to, hand, ahead }) =>
      svg`<path class="line ${hand ? "hand" : ""} ${ahead ? "ahead" : ""}" d=${through(from, to)} />`,
  )}`;
}

function dot(point: Point, index: number, frame: Frame): SVGTemplateResult {
  const place = placeOf(point, index, frame);
  if (!place.finite)
    return svg`<text class="beyond" x=${place.x} y=${place.y} text-anchor="middle">${beyond(point)}</text>`;
  return svg`<circle class="dot ${point.hand === null ? "" : "hand"}" cx=${place.x} cy=${place.y} r="2.6" />`;
}

function mark(
  point: Point | undefined,
  index: number,
  frame: Frame,
  kind: "here" | "read",
): SVGTemplateResult {
  if (!point) return svg``;
  const { x, y, finite } = placeOf(point, index, frame);
  const bottom = SIZE.height - ROOM.bottom;
  return svg`<line class="${kind} drop" x1=${x} x2=${x} y1=${finite ? y : ROOM.top} y2=${bottom} />
    ${
      finite
        ? svg`<circle class=${kind} cx=${x} cy=${y} r="5" />`
        : svg`<text class="beyond ${kind}" x=${x} y=${y} text-anchor="middle">${beyond(point)}</text>`
    }`;
}

function placeOf(
  { loss }: Point,
  index: number,
  { up, x, y }: Frame,
): { x: number; y: number; finite: boolean } {
  const finite = loss !== null && Number.isFinite(loss) && (!up.log || loss > 0);
  return { x: round(x(index)), y: finite ? round(y(loss)) : ROOM.top + 8, finite };
}

function beyond({ loss }: Point): string {
  return loss === null ? "?" : short(loss);
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

function table(trail: Trail, deeds: CurveDeeds, language: Language): TemplateResult {
  const words = language.descent;
  return html`<details class="points"><summary>${words.table}</summary>
    <table><thead><tr><th scope="col">${words.stepColumn}</th><th scope="col">${words.lossColumn}</th></tr></thead>
      <tbody>${trail.points.map(
        (
          point,
          index,
        ) => html`<tr class=${index === trail.at ? "here" : ""} aria-current=${index === trail.at ? "step" : nothing}>
          <td>${
            point.values === undefined
              ? index
              : html`<button type="button" class="plain" aria-label=${words.goThere(index)} @click=${() => deeds.goTo(index)}>${index}</button>`
          }</td><td>${lossText(point, language)}</td></tr>`,
      )}</tbody></table></details>`;
}
