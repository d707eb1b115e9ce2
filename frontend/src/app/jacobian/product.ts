/** The product with the matrix, with its very numbers: row · J = row, or J · column = column. */

import { html, nothing, type TemplateResult } from "lit";
import { gradientName, type Language, nameOf } from "../../lang";
import { counted } from "../../lang/counts";
import { type Choice, endsOf, type Product, termsOf } from "../../timeline/jacobians";
import type { Timeline } from "../../timeline/timeline";
import { full, short } from "../../wire/numbers";
import { levelOf, scaleOf } from "../arraygrid";
import type { Entry, ShownMatrix } from "./shown";

const MOST_TERMS = 6;
const MOST_NUMBERS = 10;

export interface Multiplied {
  readonly timeline: Timeline;
  readonly choice: Choice;
  readonly matrix: ShownMatrix;
  readonly product: Product;
  readonly picked: Entry | null;
}

export function productLine(given: Multiplied, language: Language): TemplateResult {
  const { matrix, product, timeline, choice } = given;
  const { result, operand } = endsOf(timeline, choice);
  const small = Math.max(matrix.rows, matrix.columns) <= MOST_NUMBERS;
  return html`<section class="product">
    <h3>${language.jacobian.productTitle(product.forward)}</h3>
    <p>${language.jacobian.product(product.forward, nameOf(result), nameOf(operand))}</p>
    ${small ? html`<div class="line">${equation(given)}</div>` : nothing}
    ${given.picked ? sum(given, given.picked, language) : nothing}
  </section>`;
}

function equation({ timeline, choice, matrix, product, picked }: Multiplied): TemplateResult {
  const { result, operand } = endsOf(timeline, choice);
  const { forward } = product;
  const named = (node: typeof result): string =>
    forward ? `${nameOf(node)}\u0307` : gradientName(timeline, node);
  const vector = (
    numbers: Float64Array,
    label: string,
    role: string,
    at: number | undefined,
  ): TemplateResult =>
    html`<figure>${strip(numbers, forward, role, at)}<figcaption>${label}</figcaption></figure>`;
  const along = forward ? picked?.row : picked?.column;
  const across = forward ? picked?.column : picked?.row;
  const given = vector(product.vector, named(forward ? operand : result), "vector", across);
  const jacobian = html`<figure>${plain(matrix)}<figcaption>J</figcaption></figure>`;
  const made = vector(product.result, named(forward ? result : operand), "result", along);
  const [left, right] = forward ? [jacobian, given] : [given, jacobian];
  return html`${part("", left)}${part("·", right)}${part("=", made)}`;
}

/** A factor with the sign before it, from which no line break parts it. */
function part(sign: string, factor: TemplateResult): TemplateResult {
  return html`<div class="part">${sign ? html`<span class="sign">${sign}</span>` : nothing}${factor}</div>`;
}

/** A row of numbers, or in forward mode a column. */
function strip(
  numbers: Float64Array,
  upright: boolean,
  role: string,
  marked: number | undefined,
): TemplateResult {
  const scale = scaleOf(numbers);
  const cells = Array.from(numbers, (number, at) => cell(number, scale, at === marked));
  const rows = upright ? cells.map((one) => html`<tr>${one}</tr>`) : html`<tr>${cells}</tr>`;
  return html`<table class="array grad" data-role=${role}><tbody>${rows}</tbody></table>`;
}

function cell(number: number, scale: number, marked: boolean): TemplateResult {
  const level = levelOf(number, scale);
  return html`<td data-number=${full(number)} data-level=${Math.abs(level)}
    class="${level < 0 ? "negative" : ""} ${marked ? "marked" : ""}">${short(number)}</td>`;
}

function plain(matrix: ShownMatrix): TemplateResult {
  const scale = scaleOf(matrix.data);
  return html`<table class="array value" aria-hidden="true"><tbody>${Array.from(
    { length: matrix.rows },
    (_, row) =>
      html`<tr>${Array.from({ length: matrix.columns }, (_, column) => {
        const at = row * matrix.columns + column;
        const number = matrix.data[at] ?? Number.NaN;
        return matrix.possible[at] ? cell(number, scale, false) : html`<td class="never">·</td>`;
      })}</tr>`,
  )}</tbody></table>`;
}

/** One number of the result as the sum of products that it is. */
function sum(given: Multiplied, picked: Entry, language: Language): TemplateResult {
  const { matrix, product, timeline, choice } = given;
  const { result, operand } = endsOf(timeline, choice);
  const index = product.forward ? picked.row : picked.column;
  const terms = termsOf(product, matrix.data, matrix.possible, index);
  const [node, place] = product.forward
    ? [result, matrix.rowName(index)]
    : [operand, matrix.columnName(index)];
  const name = product.forward ? `${nameOf(node)}\u0307` : gradientName(timeline, node);
  const written = terms
    .slice(0, MOST_TERMS)
    .map(({ factor, entry }) => `${inside(factor)} · ${inside(entry)}`);
  const rest =
    terms.length > MOST_TERMS ? ` + ${language.jacobian.terms(counted(terms.length, language.code))}` : "";
  const total = short(product.result[index] ?? Number.NaN);
  const added = terms.length > 0 ? ` = ${written.join(" + ")}${rest}` : "";
  return html`<p class="sum" aria-live="polite">${name}${place.slice(nameOf(node).length)}${added} = ${total}</p>`;
}

/** A negative factor stands in parentheses. */
function inside(number: number): string {
  return number < 0 ? `(${short(number)})` : short(number);
}
