/** Python in colours, by the grammar that the editor has too; loaded when code is first shown. */

import { pythonLanguage } from "@codemirror/lang-python";
import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";

/** A piece of a line, and the class of its colour, which may be empty. */
export type Piece = readonly [text: string, colour: string];

const colours = tagHighlighter([
  { tag: tags.comment, class: "comment" },
  { tag: [tags.number, tags.bool, tags.string], class: "number" },
  { tag: [tags.keyword, tags.operator], class: "operator" },
  { tag: tags.function(tags.variableName), class: "function" },
]);

export function coloured(code: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const tree = pythonLanguage.parser.parse(code);
  highlightCode(
    code,
    tree,
    colours,
    (text, colour) => pieces.push([text, colour]),
    () => pieces.push(["\n", ""]),
  );
  return pieces;
}
