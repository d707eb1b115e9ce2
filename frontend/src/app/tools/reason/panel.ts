/** Why a cell holds its number, written out: the rule, the numbers, and each contribution by itself. */

import { html, nothing, type TemplateResult } from "lit";
import { cellName, nameOf } from "../../../lang";
import { type CellRef, cellWord, numberIn } from "../../../timeline/cells";
import type { Goal, Operand, Reason, Share } from "../../../timeline/reasons";
import { full, short } from "../../../wire/numbers";
import { formula } from "../../formula";
import { number, sum, type Writing } from "./numbers";
import { shareFormula, valueFormula } from "./symbols";

/** What the panel shows of a cell. */
export interface Told extends Writing {
  readonly cell: CellRef;
  readonly index: number;
  readonly reason: Reason;
  readonly refused: string | null;
  readonly isOpen: (part: string) => boolean;
  readonly open: (part: string) => void;
}

export function reasonPanel(told: Told): TemplateResult {
  const { reason } = told;
  const words = told.language.cells;
  switch (reason.kind) {
    case "given":
      return html`${result(told, nothing)}<p class="quiet">${words.given}</p>`;
    case "seed":
      return html`${result(told, nothing)}<p class="quiet">${words.seed}</p>`;
    case "copy":
      return html`${result(told, reason.from ? number(reason.from, false, told) : nothing)}
        <p class="quiet">${reason.from ? words.copied : words.filled}</p>`;
    case "sum":
      return summed(told, reason);
    case "function":
      return computed(told, reason.operands);
    case "shares":
      return contributions(told, reason.shares);
  }
}

/** The equation: the cell's name, what it is made of, and its number as it is drawn. */
function result(told: Told, content: TemplateResult | typeof nothing): TemplateResult {
  const { timeline, cell, index, language } = told;
  const total = numberIn(timeline, cell, index);
  const end = total === null ? language.cells.unknown : short(total);
  return html`<p class="equation"><span class="name">${cellName(timeline, cell, language)}</span
    ><span class="sign"> = </span>${content === nothing ? nothing : html`${content}<span class="sign"> = </span>`}<strong
      class="number ${cell.array}" data-result=${total === null ? nothing : full(total)} title=${total === null ? nothing : full(total)}>${end}</strong></p>`;
}

function summed(told: Told, reason: Extract<Reason, { kind: "sum" }>): TemplateResult {
  const { timeline, cell, language } = told;
  const rule = valueFormula(timeline, cell, reason);
  const terms = sum(reason.terms, told.isOpen("value"), () => told.open("value"), told);
  const whole =
    reason.divisor === 1
      ? terms
      : html`<span class="sign">(</span>${terms}<span class="sign">) / </span>${reason.divisor}`;
  return html`${rule ? formula(rule, language) : nothing} ${result(told, whole)}
    ${reason.divisor === 1 ? nothing : html`<p class="quiet">${language.cells.mean(reason.divisor)}</p>`}`;
}

const INFIX: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "−",
  multiply: "·",
  divide: "/",
  power: "^",
  floor_divide: "//",
  remainder: "%",
  equal: "==",
  not_equal: "!=",
  less: "<",
  less_equal: "<=",
  greater: ">",
  greater_equal: ">=",
};

function computed(told: Told, operands: readonly Operand[]): TemplateResult {
  const node = told.timeline.node(told.cell.node);
  const operation = node.operation ?? "";
  const written = operands.map((operand) => operandCells(told, operand, operands.length > 1));
  const sign = INFIX[operation];
  const simple = operands.every((operand) => operand.cells?.length === 1);
  if (sign && simple && written.length === 2)
    return result(told, html`${written[0]}<span class="sign"> ${sign} </span>${written[1]}`);
  if (operation === "negative" && simple) return result(told, html`<span class="sign">−</span>${written[0]}`);
  const name = html`<code>${operation}</code>`;
  const list = written.map((one, at) => html`${at > 0 ? html`<span class="sign">, </span>` : nothing}${one}`);
  return html`${result(told, html`${name}<span class="sign">(</span>${list}<span class="sign">)</span>`)}
    ${simple ? nothing : html`<p class="quiet">${told.language.cells.computed(operation)}</p>`}`;
}

const MOST_OPERANDS = 9;

function operandCells(told: Told, { edge, cells }: Operand, several: boolean): TemplateResult {
  const { timeline, language } = told;
  const name = nameOf(timeline.node(edge.source));
  if (cells === null) return html`<span class="name">${name}</span>`;
  const part = `operand ${edge.id}`;
  const open = told.isOpen(part) || cells.length <= MOST_OPERANDS;
  const shown = open ? cells : cells.slice(0, MOST_OPERANDS - 2);
  const list = shown.map(
    (cell, at) =>
      html`${at > 0 ? html`<span class="sign">, </span>` : nothing}${number(cell, several, told)}`,
  );
  const rest = open
    ? nothing
    : html`<span class="sign">, </span><button type="button" class="fold" @click=${() => told.open(part)}>${language.cells.more(cells.length - shown.length)}</button>`;
  return cells.length > 1 && several
    ? html`<span class="sign">[</span>${list}${rest}<span class="sign">]</span>`
    : html`${list}${rest}`;
}

/** Each contribution with its rule and its numbers; then, if there are several, their sum. */
function contributions(told: Told, shares: readonly Share[]): TemplateResult {
  const words = told.language.cells;
  if (shares.length === 1 && shares[0]) return oneShare(told, shares[0], result);
  const arrived = shares.filter((share) => share.arrived);
  const parts = arrived.map(
    (share, at) =>
      html`${at > 0 ? html`<span class="sign"> + </span>` : nothing}<span class="number ${told.cell.array}">${bracketed(share.number)}</span>`,
  );
  return html`<ol class="shares">
      ${shares.map(
        (share) => html`<li data-share=${share.edge.id} class=${share.arrived ? "" : "later"}>
          <p class="quiet">${via(told, share)}${share.arrived ? nothing : html` · ${words.later}`}</p>
          ${oneShare(told, share, (_, content) => shareLine(share, told, content))}
        </li>`,
      )}
    </ol>
    <h3>${words.shares(arrived.length)}</h3>
    ${result(told, html`${parts}`)}`;
}

function via({ timeline, language }: Told, { edge }: Share): string {
  const other = timeline.graph.mode === "reverse" ? edge.target : edge.source;
  return language.cells.via(nameOf(timeline.node(other)));
}

function bracketed(value: number | null): string {
  if (value === null) return "…";
  return value < 0 ? `(${short(value)})` : short(value);
}

type Line = (told: Told, content: TemplateResult | typeof nothing) => TemplateResult;

function shareLine(
  { number: total }: Share,
  told: Told,
  content: TemplateResult | typeof nothing,
): TemplateResult {
  const end = total === null ? "…" : short(total);
  return html`<p class="equation">${content}${content === nothing ? nothing : html`<span class="sign"> = </span>`}<strong
    class="number ${told.cell.array}" data-result=${total === null ? nothing : full(total)}>${end}</strong></p>`;
}

function oneShare(told: Told, share: Share, line: Line): TemplateResult {
  const { timeline, cell, language } = told;
  const words = language.cells;
  const rule = formula(shareFormula(timeline, cell, share), language);
  if (share.terms === null) {
    const why = told.refused === null ? words.asked : told.refused || language.app.unreachable;
    return html`${rule} ${line(told, nothing)}<p class="quiet" aria-live="polite">${why}</p>`;
  }
  const part = `share ${share.edge.id}`;
  const content =
    share.terms.length === 0 ? html`0` : sum(share.terms, told.isOpen(part), () => told.open(part), told);
  return html`${rule} ${line(told, content)}`;
}

/** What a cell goes into, operation by operation. */
export function goalsPanel(told: Told, goals: readonly Goal[]): TemplateResult {
  const { timeline, language } = told;
  const words = language.cells;
  const passing = goals.filter(({ cells }) => cells === null || cells.length > 0);
  const back = told.cell.array === "grad";
  if (passing.length === 0) return html`<p class="quiet">${words.nothing}</p>`;
  return html`<ul class="goals">
    ${passing.map(({ edge, cells }) => {
      const goal = timeline.node(back ? edge.source : edge.target);
      return html`<li><span class="quiet">${words.goesInto(nameOf(goal))}</span>
        ${cells === null ? html`<span class="quiet">${told.refused === null ? words.asked : told.refused}</span>` : goalCells(told, edge.id, cells)}</li>`;
    })}
  </ul>`;
}

const MOST_GOALS = 12;

function goalCells(told: Told, edge: string, cells: NonNullable<Goal["cells"]>): TemplateResult {
  const { timeline, language } = told;
  const part = `goal ${edge}`;
  const shown = told.isOpen(part) ? cells : cells.slice(0, MOST_GOALS);
  return html`${shown.map(({ cell, number: held }) =>
    cell
      ? html`<button type="button" class="goal ${cell.array}" data-from=${cellWord(cell)} title=${full(held)}
          @click=${() => told.pick(cell)}>${cellName(timeline, cell, language)} = ${short(held)}</button>`
      : nothing,
  )}${
    shown.length < cells.length
      ? html`<button type="button" class="fold" @click=${() => told.open(part)}>${language.cells.more(cells.length - shown.length)}</button>`
      : nothing
  }`;
}
