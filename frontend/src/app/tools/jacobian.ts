/** Jacobians: the local one of an edge and the whole one of the output, as matrices, and the product with them. */

import { html, nothing, type TemplateResult } from "lit";
import { type Language, nameOf } from "../../lang";
import { counted } from "../../lang/counts";
import { type Choice, choicesAt, endsOf, isCut, productOf } from "../../timeline/jacobians";
import type { Timeline } from "../../timeline/timeline";
import { size } from "../../wire/arrays";
import type { JacobianMatrix } from "../../wire/schema";
import { refused, waiting } from "../answering";
import { Answers } from "../answers";
import { formula } from "../formula";
import { heatMatrix } from "../jacobian/heat";
import { productLine } from "../jacobian/product";
import { type Entry, type ShownMatrix, shownMatrix } from "../jacobian/shown";
import { matrixTable, type Reading, told } from "../jacobian/table";
import { fieldsOf } from "../query";
import { Settled } from "../settled";
import type { Deeds, Shown, Tool } from "./tool";

/** Up to which side a matrix is shown in numbers, and up to how many of them whatever its sides. */
const LONGEST = 24;
const MOST_NUMBERS = 64;
const MOST_ENTRIES = 128 * 128;

export class JacobianTool implements Tool {
  readonly name = "jacobian";
  readonly #settled = new Settled();
  readonly #answers: Answers<JacobianMatrix>;
  #chosen = "";
  #picked: Entry | null = null;

  constructor(readonly deeds: Deeds) {
    this.#answers = new Answers("/api/jacobian", () => deeds.redraw());
  }

  label(language: Language): string {
    return language.jacobian.tab;
  }

  content(shown: Shown): TemplateResult {
    const { language, timeline, step, selected } = shown;
    if (!timeline) return html`<p class="inspector quiet">${language.app.waiting}</p>`;
    const choices = choicesAt(timeline, step, selected);
    const choice = choices.find((one) => keyOf(one) === this.#chosen) ?? choices[0];
    if (!choice) return html``;
    const { result, operand } = endsOf(timeline, choice);
    return html`<div class="inspector jacobian">
      ${this.#choice(choices, choice, timeline, language)}
      ${
        isCut(timeline, choice)
          ? html`<p class="intro">${language.jacobian.cut(nameOf(operand), nameOf(result))}</p>`
          : html`<p class="intro">${language.jacobian.intro(nameOf(result), nameOf(operand))}</p>
              ${this.#answered(choice, shown, timeline)}`
      }
    </div>`;
  }

  #choice(all: readonly Choice[], chosen: Choice, timeline: Timeline, language: Language): TemplateResult {
    const choose = (event: Event): void => this.#choose((event.target as HTMLSelectElement).value);
    return html`<label class="choice"><span>${language.jacobian.of}</span><select @change=${choose}>
      ${all.map(
        (one) => html`<option value=${keyOf(one)} .selected=${keyOf(one) === keyOf(chosen)}
          >${titleOf(timeline, one)}${one.of === "global" ? ` ${language.jacobian.whole}` : ""}</option>`,
      )}</select></label>`;
  }

  #choose(key: string): void {
    this.#chosen = key;
    this.#picked = null;
    this.deeds.redraw();
  }

  #answered(choice: Choice, shown: Shown, timeline: Timeline): TemplateResult {
    const { language } = shown;
    const { result, operand } = endsOf(timeline, choice);
    const answer = this.#answers.to({
      ...fieldsOf(this.#settled.of(shown), language.code),
      of: choice.of,
      [choice.of === "local" ? "edge" : "node"]: choice.id,
      structure: true,
      max_elements: MOST_ENTRIES,
    });
    if (answer.state === "waiting") return waiting(language);
    if (answer.state === "refused") {
      const [rows, columns] = [size(result.shape), size(operand.shape)];
      const n = (count: number): string => counted(count, language.code);
      return html`${refused(answer.problem, language, () => this.#answers.again())}
        <p>${language.jacobian.tooLarge(n(rows), n(columns), n(rows * columns))}</p>`;
    }
    return this.#shown(shownMatrix(answer.value, result, operand), answer.value, choice, timeline, language);
  }

  #shown(
    matrix: ShownMatrix,
    found: JacobianMatrix,
    choice: Choice,
    timeline: Timeline,
    language: Language,
  ): TemplateResult {
    const words = language.jacobian;
    const picked = this.#inside(matrix);
    const forward = timeline.graph.mode === "forward";
    const reading: Reading = {
      name: titleOf(timeline, choice),
      picked,
      pick: (entry) => this.#pick(entry),
      forward,
    };
    const small = isSmall(matrix);
    const product = matrix.preview ? null : productOf(timeline, choice, matrix.data);
    const zeros = matrix.possible.some((one) => !one);
    return html`
      <div class="scroll matrix-room">${small ? matrixTable(matrix, reading, language) : heatMatrix(matrix, reading, language)}</div>
      <p class="read" aria-live="polite">${picked ? told(matrix, picked, language) : nothing}</p>
      ${zeros ? html`<p class="quiet">${words.legend}</p>` : nothing}
      ${matrix.preview ? html`<p class="quiet">${words.preview(counted(matrix.data.length, language.code))}</p>` : nothing}
      <p>${words.counts({
        ...{ rows: size(found.rows), columns: size(found.columns), possible: matrix.count },
        ...{ work: found.multiply_adds ?? 0, forward, whole: choice.of === "global" },
      })}</p>
      ${found.latex ? html`<section><h3>${words.madeOf}</h3>${formula(found.latex, language)}</section>` : nothing}
      ${product ? productLine({ timeline, choice, matrix, product, picked }, language) : nothing}
      ${product || matrix.preview ? nothing : html`<p class="quiet">${words.nothing}</p>`}`;
  }

  #pick(entry: Entry): void {
    this.#picked = entry;
    this.deeds.redraw();
  }

  /** The entry that was picked, where there is one in this matrix; else the first. */
  #inside({ rows, columns }: ShownMatrix): Entry | null {
    const picked = this.#picked;
    if (rows * columns === 0) return null;
    return picked && picked.row < rows && picked.column < columns ? picked : { row: 0, column: 0 };
  }
}

function isSmall({ rows, columns, preview }: ShownMatrix): boolean {
  return !preview && (Math.max(rows, columns) <= LONGEST || rows * columns <= MOST_NUMBERS);
}

function keyOf(choice: Choice): string {
  return `${choice.of}:${choice.id}`;
}

function titleOf(timeline: Timeline, choice: Choice): string {
  const { result, operand } = endsOf(timeline, choice);
  const d = choice.of === "global" ? "d" : "∂";
  return `${d}${nameOf(result)}/${d}${nameOf(operand)}`;
}
