/** The editor: CodeMirror in a shadow root, so that its styles need no permission of the page's policy. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, StateEffect, StateField, type Text, Transaction } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Problem, Span } from "../wire/graph";

/** The page shares by Control and Enter, which would begin another line here. */
const KEYS = defaultKeymap.filter(({ key }) => key !== "Mod-Enter");

const setLit = StateEffect.define<Span | null>();

/** The place in the program that the present step is about. */
const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLit))
        next = effect.value ? litMark(transaction.newDoc, effect.value) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function litMark(doc: Text, span: Span): DecorationSet {
  const { from, to } = range(doc, span);
  return from < to ? Decoration.set(Decoration.mark({ class: "cm-lit" }).range(from, to)) : Decoration.none;
}

/** Return where a span, in code points, stands in the document, in UTF-16 units. */
export function range(doc: Text, span: Span): { from: number; to: number } {
  const from = position(doc, span.line, span.column);
  return { from, to: Math.max(position(doc, span.end_line, span.end_column), from) };
}

function position(doc: Text, line: number, column: number): number {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return from + [...text].slice(0, column - 1).join("").length;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool], color: "var(--code-number)" },
  { tag: [tags.keyword, tags.operator], color: "var(--code-operator)" },
  { tag: tags.function(tags.variableName), color: "var(--code-function)" },
  { tag: tags.string, color: "var(--code-number)" },
]);

const look = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--card)",
    fontSize: "calc(14px * var(--type, 1))",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace', lineHeight: "1.6" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-lit": { backgroundColor: "var(--lit)", borderRadius: "3px", boxShadow: "0 0 0 2px var(--lit)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--error)",
    textUnderlineOffset: "4px",
    paddingBottom: "0",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--selection)" },
});

export class RetroEditor extends HTMLElement {
  readonly #label = new Compartment();
  #view: EditorView | null = null;
  #value = "";
  /** Whether a problem is underlined, or has been since it was last taken away. */
  #marked = false;
  #name = "Program";

  connectedCallback(): void {
    if (this.#view) return;
    this.#takeEarly();
    const root = this.attachShadow({ mode: "open" });
    this.#view = new EditorView({ parent: root, root, state: this.#state() });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host { display: block; overflow: hidden; }");
    root.adoptedStyleSheets.push(sheet);
  }

  /** The module is loaded when the page is drawn already: what was set on the bare element is taken now. */
  #takeEarly(): void {
    for (const name of ["value", "name", "problem", "lit"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const early = (this as unknown as Record<string, unknown>)[name];
      delete (this as unknown as Record<string, unknown>)[name];
      queueMicrotask(() => Reflect.set(this, name, early));
    }
  }

  #state(): EditorState {
    return EditorState.create({
      doc: this.#value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        python(),
        syntaxHighlighting(colours),
        look,
        lit,
        EditorView.lineWrapping,
        keymap.of([...closeBracketsKeymap, ...KEYS, ...historyKeymap]),
        this.#label.of(this.#named()),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#changed(update.state.doc.toString());
        }),
      ],
    });
  }

  #named() {
    return EditorView.contentAttributes.of({
      "aria-label": this.#name,
      autocapitalize: "off",
      spellcheck: "false",
    });
  }

  #changed(text: string): void {
    if (text === this.#value) return;
    this.#value = text;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  get value(): string {
    return this.#value;
  }

  /** Set the text without a `change` event. */
  set value(text: string) {
    if (text === this.#value) return;
    this.#value = text;
    const { state } = this.#view ?? {};
    if (!state) return;
    const first = state.doc.length === 0; // nothing to go back to
    this.#view?.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      annotations: first ? Transaction.addToHistory.of(false) : [],
    });
  }

  /** What assistive technology calls the text box. */
  set name(name: string) {
    if (name === this.#name) return;
    this.#name = name;
    this.#view?.dispatch({ effects: this.#label.reconfigure(this.#named()) });
  }

  /** Underline the place of a problem, or nothing. */
  set problem(problem: Problem | null) {
    const view = this.#view;
    if (!view || (problem === null && !this.#marked)) return;
    this.#marked = problem !== null;
    const diagnostics = problem?.span ? [diagnosticOf(view.state.doc, problem, problem.span)] : [];
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }

  /** Light the place that the present step is about, or nothing. */
  set lit(span: Span | null) {
    this.#view?.dispatch({ effects: setLit.of(span) });
  }
}

function diagnosticOf(doc: Text, problem: Problem, span: Span): Diagnostic {
  const { from, to } = range(doc, span);
  return {
    from,
    to: to > from ? to : Math.min(from + 1, doc.length),
    severity: "error",
    message: problem.title,
  };
}

if (!customElements.get("retro-editor")) customElements.define("retro-editor", RetroEditor);
