/** The few words on the workbench, in the person's language. */

import type { Note } from "../timeline/scenes";

export interface Words {
  readonly before: string;
  readonly added: string;
  readonly via: (name: string) => string;
  /** What an arrow says on which numbers are added up, along these axes. */
  readonly summed: (axes: readonly number[]) => string;
  /** What an arrow says where an operation's own rule is all there is to say. */
  readonly rule: (mode: "vjp" | "jvp", operation: string) => string;
}

export function noteText(note: Note, words: Words): string {
  switch (note.kind) {
    case "sum":
      return words.summed(note.axes);
    case "rule":
      return words.rule(note.mode, note.of);
    default:
      return note.text;
  }
}
