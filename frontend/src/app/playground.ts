/** The playground: what it shows, and what each thing one does changes. It knows the view by its public contract. */

import { html, nothing, render, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import type { RetroGraph } from "../element/define";
import type { RetroEvents } from "../element/events";
import { LANGUAGES, type Language, languageFor } from "../lang";
import { type CellRef, cellWord } from "../timeline/cells";
import { Timeline } from "../timeline/timeline";
import { examples } from "../wire/client";
import type { Example, Graph, Problem } from "../wire/graph";
import { ACTIONS } from "./actions";
import { bar } from "./bar";
import { Coding } from "./coding";
import { fieldFor } from "./descent/editing";
import { numbersNotice } from "./descent/notice";
import { type DialogName, examplesDialog } from "./dialogs";
import type { RetroEditor } from "./editor";
import { Help } from "./help";
import { fragmentOf, type LinkState, readLink } from "./link";
import { remember, remembered } from "./memory";
import { fitting } from "./misfit";
import { pane } from "./panes";
import { clicked, Presenting } from "./presenting";
import { printed } from "./printed";
import { costs, mistake, outputChoice } from "./program";
import { linkOf, type Query, queryOf } from "./query";
import { tabs } from "./tabs";
import { Taking } from "./taking";
import { type Theme, themeAfter, themeNamed, themeShown, watchTheme } from "./theme";
import { toolsFor } from "./tools";
import type { Deeds, ToolName } from "./tools/tool";

/** Browsers allow only so many changes of the address in a row. */
const NOTING = 120;

type Pane = "program" | "explanation";

const WIDE = matchMedia("(min-width: 760px)");

export class Playground {
  language: Language = LANGUAGES.en;
  theme: Theme | null = null;
  #query = queryOf({}, "");
  #tool: ToolName = "step";
  #hidden = new Set<string>();
  #start: number | undefined;
  #startCell: string | undefined;
  #graph: Graph | null = null;
  #timeline: Timeline | null = null;
  #step = 0;
  #selected: string | null = null;
  #cell: CellRef | null = null;
  #problem: Problem | null | undefined;
  #examples: readonly Example[] = [];
  #noting = 0;
  #brokenLink = false;
  readonly #view: Ref<RetroGraph> = createRef();
  readonly #editor: Ref<RetroEditor> = createRef();
  readonly #tools = toolsFor(this.#deeds);
  readonly #taking = new Taking({
    draw: () => this.#draw(),
    open: (name) => this.open(name),
    shown: () => ({
      language: this.language,
      timeline: this.#timeline,
      step: this.#step,
      view: this.#view.value,
    }),
  });
  readonly #coding = new Coding({
    draw: () => this.#draw(),
    open: (name) => this.open(name),
    shown: () => ({ language: this.language, query: this.#query }),
  });
  readonly #help = new Help({
    draw: () => this.#draw(),
    open: (name) => this.open(name),
    language: () => this.language,
  });
  readonly #presenting = new Presenting(() => this.#changed());

  constructor(readonly root: HTMLElement) {}

  async start(): Promise<void> {
    const state = await readLink(location);
    this.language = languageFor(state.lang ?? remembered("lang") ?? navigator.language);
    this.theme = state.theme ?? themeNamed(remembered("theme"));
    this.#presenting.large = state.large === true;
    this.#take(state);
    this.#brokenLink = state.broken === true;
    const list = await this.#loadExamples();
    if (state.program === undefined) this.#query = queryOf(state, list[0]?.program ?? "");
    this.#draw();
    window.addEventListener("hashchange", () => void this.#followLink());
    window.addEventListener("keydown", (event) => this.#pressed(event));
    WIDE.addEventListener("change", () => this.#draw());
    watchTheme(() => this.#draw());
    if (this.hides("program")) this.#view.value?.focus();
  }

  #take(state: LinkState): void {
    this.#query = queryOf(state, this.#query.program);
    this.#tool = state.tool ?? "step";
    this.#start = state.step;
    this.#startCell = state.cell;
    this.#hidden = new Set((state.hide ?? "").split(/[\s,]+/).filter(Boolean));
  }

  /** A link that is followed on the page itself changes what it shows; the page's own notes do not come here. */
  async #followLink(): Promise<void> {
    const state = await readLink(location);
    if (state.program === undefined) return;
    this.#take(state);
    this.#draw();
    await this.#view.value?.updateComplete; // it has asked for another graph, if it needs one
    if (state.step !== undefined) this.#view.value?.goTo(state.step);
  }

  async #loadExamples(): Promise<readonly Example[]> {
    this.#examples = await examples("", this.language.code).catch(() => []);
    return this.#examples;
  }

  // What a person does.

  hides(part: string): boolean {
    return this.#hidden.has(part);
  }

  toggle(part: Pane): void {
    if (!this.#hidden.delete(part)) this.#hidden.add(part);
    this.#changed();
  }

  switchTheme(): void {
    this.theme = themeAfter(themeShown(this.theme));
    remember("theme", this.theme);
    this.#changed();
  }

  switchLanguage(): void {
    this.language = this.language.code === "en" ? LANGUAGES.es : LANGUAGES.en;
    remember("lang", this.language.code);
    void this.#loadExamples().then(() => this.#draw());
    this.#changed();
  }

  open(name: DialogName): void {
    this.root.querySelector<HTMLDialogElement>(`dialog#${name}`)?.showModal();
  }

  /** Copy a link to what is on the screen, and show it. */
  share(): void {
    void this.#taking.share({ ...this.#state(), lang: this.language.code });
  }

  /** Show the program as code. */
  code(): void {
    this.#coding.show();
  }

  /** Show the keys, the language and the operations. */
  help(): void {
    this.#help.show();
  }

  /** Show what can be printed and saved. */
  print(): void {
    this.open("print");
  }

  /** Fill the screen with the graph, for a lecture; or stop. */
  present(): void {
    this.#presenting.toggle();
    this.#view.value?.focus();
  }

  get presents(): boolean {
    return this.#presenting.on;
  }

  #choose(example: Example): void {
    this.root.querySelector<HTMLDialogElement>("dialog#examples")?.close();
    history.pushState(null, "", location.href); // going back brings one's own program back
    this.#query = queryOf({}, example.program);
    this.#view.value?.goTo(0);
    this.#changed();
    this.#view.value?.focus();
  }

  #typed(text: string): void {
    this.#brokenLink = false;
    this.#query = { ...this.#query, program: text, output: this.#outputStill(text) };
    this.#changed();
  }

  /** An output whose name is gone from the text would only be an error that nobody asked for. */
  #outputStill(text: string): string | null {
    const { output } = this.#query;
    return output !== null && text.includes(output) ? output : null;
  }

  #ask(query: Partial<Query>): void {
    this.#query = { ...this.#query, ...query };
    this.#changed();
  }

  #useTool(name: ToolName): void {
    this.#tool = name;
    this.#changed();
  }

  /** What the tools may do. */
  get #deeds(): Deeds {
    return {
      redraw: () => this.#draw(),
      change: (query) => this.#ask(query),
      goTo: (step) => this.#view.value?.goTo(step),
      select: (id) => this.#view.value?.select(id),
      pick: (cell) => this.#view.value?.pick(cellWord(cell)),
      light: (cells) => this.#view.value?.light(cells),
      toggle: (opening) => this.#view.value?.toggle(opening),
      tell: () => this.#taking.tell(),
    };
  }

  #pressed(event: KeyboardEvent): void {
    if (this.#presenting.on && clicked(event, this.#view.value)) return;
    if (!(event.ctrlKey || event.metaKey)) return;
    const action = ACTIONS.find((one) => one.key === event.key);
    if (!action) return;
    event.preventDefault();
    action.perform(this);
  }

  // What the view tells.

  #ready({ graph, selected }: RetroEvents["retro-ready"]): void {
    this.#graph = graph;
    this.#selected = selected;
    this.#timeline = new Timeline(graph);
    this.#problem = undefined;
    this.#changed();
  }

  #failed(problem: Problem | null): void {
    const fits = fitting(this.#query, problem);
    if (fits) this.#query = fits;
    else this.#problem = problem;
    this.#changed();
  }

  #stepped(step: number): void {
    this.#step = step;
    this.#changed();
  }

  /** A leaf that is activated can be changed. */
  #activated(id: string): void {
    const field = fieldFor(id, this.#graph, this.#cell, this.#tools);
    if (field === null) return;
    this.#hidden.delete("explanation");
    this.#useTool("descent");
    this.root.querySelector<HTMLElement>(field)?.focus();
  }

  #picked({ id, array, cell }: RetroEvents["retro-select"]): void {
    this.#selected = id;
    this.#cell = id && array && cell !== null ? { node: id, array, cell } : null;
    this.#changed();
  }

  // What it all looks like.

  #state(): LinkState {
    return {
      ...linkOf(this.#query),
      step: this.#step,
      ...(this.#cell ? { cell: cellWord(this.#cell) } : {}),
      ...(this.#hidden.size > 0 ? { hide: [...this.#hidden].join(" ") } : {}),
      ...(this.#tool === "step" ? {} : { tool: this.#tool }),
      ...(this.#presenting.large ? { large: true } : {}),
    };
  }

  #changed(): void {
    this.#draw();
    clearTimeout(this.#noting);
    this.#noting = window.setTimeout(() => {
      history.replaceState(null, "", `#${fragmentOf(this.#state())}`);
    }, NOTING);
  }

  #draw(): void {
    document.documentElement.lang = this.language.code;
    document.documentElement.dataset["theme"] = themeShown(this.theme);
    this.#presenting.show();
    render(this.#page(), this.root);
    this.#tellEditor();
  }

  #tellEditor(): void {
    const editor = this.#editor.value;
    if (!editor) return;
    editor.name = this.language.app.program;
    editor.problem = this.#problem ?? null;
    const current = this.#problem === undefined && this.#graph?.program === this.#query.program;
    const step = this.#timeline?.steps[this.#step];
    editor.lit =
      current && step ? (this.#timeline?.node(this.#selectedNode ?? step.node).span ?? null) : null;
  }

  get #selectedNode(): string | null {
    const id = this.#selected;
    if (id === null) return null;
    return this.#timeline?.nodes.has(id) ? id : (this.#timeline?.edges.get(id)?.target ?? null);
  }

  #page(): TemplateResult {
    const { language } = this;
    return html`
      ${bar(this)}
      <main class="panes ${this.hides("program") ? "no-program" : ""} ${this.hides("explanation") ? "no-explanation" : ""}">
        ${this.hides("program") ? nothing : this.#programPane()}
        <section class="graph" aria-label=${language.view.graph}>
          <retro-graph controls ${ref(this.#view)}
            .program=${this.#query.program} .output=${this.#query.output} .mode=${this.#query.mode}
            .seed=${this.#query.seed} .values=${this.#query.values} .opened=${this.#query.opened} .folded=${this.#query.folded} .step=${this.#start ?? null} .cell=${this.#startCell ?? null}
            .language=${language.code} .theme=${themeShown(this.theme)} .large=${this.#presenting.large} .hide=${this.#viewHides()}
            @retro-ready=${(event: HTMLElementEventMap["retro-ready"]) => this.#ready(event.detail)}
            @retro-error=${(event: HTMLElementEventMap["retro-error"]) => this.#failed(event.detail.problem)}
            @retro-step=${(event: HTMLElementEventMap["retro-step"]) => this.#stepped(event.detail.step)}
            @retro-open=${(event: HTMLElementEventMap["retro-open"]) => this.#ask(event.detail)} @retro-fold=${(event: HTMLElementEventMap["retro-fold"]) => this.#ask(event.detail)}
            @retro-activate=${(event: HTMLElementEventMap["retro-activate"]) => this.#activated(event.detail.id)}
            @retro-select=${(event: HTMLElementEventMap["retro-select"]) => this.#picked(event.detail)}
          ></retro-graph>
        </section>
        ${this.hides("explanation") ? nothing : this.#explanationPane()}
      </main>
      ${examplesDialog(this.#examples, language, (example) => this.#choose(example))}
      ${this.#taking.dialogs()} ${this.#coding.dialog()} ${this.#help.dialog()}
    `;
  }

  /**
   * The sentence stands in the explanation where there is room for it, else under the graph; what opens and closes
   * operations stands in the explanation wherever there is one.
   */
  #viewHides(): string {
    const explained = !this.hides("explanation");
    const elsewhere = [...(explained && WIDE.matches ? ["sentence"] : []), ...(explained ? ["opening"] : [])];
    return [...this.#hidden, ...elsewhere, ...this.#errorsElsewhere()].join(" ");
  }

  /** The editor tells the mistakes, where it can be seen together with the graph. */
  #errorsElsewhere(): readonly string[] {
    return this.hides("program") || !WIDE.matches ? [] : ["errors"];
  }

  #programPane(): TemplateResult {
    const words = this.language.app;
    const content = html`
      <retro-editor ${ref(this.#editor)} .value=${this.#query.program}
        @change=${(event: Event) => this.#typed((event.target as RetroEditor).value)}></retro-editor>
      <div class="problem" aria-live="polite">${this.#whatIsWrong()}</div>
      ${numbersNotice(this.#query, this.#graph, this.language, (query) => this.#ask(query))}
      ${printed(this.#graph?.notes ?? [], this.language)}
      ${outputChoice(this.#graph, this.#query.output, this.language, (output) => this.#ask({ output }))}
      ${this.#problem === undefined ? costs(this.#graph, this.language) : nothing}
    `;
    return pane("program", words.program, this.language, content);
  }

  #whatIsWrong(): TemplateResult | typeof nothing {
    if (this.#problem !== undefined) return mistake(this.#problem, this.#graph !== null, this.language);
    return this.#brokenLink ? html`<p class="what">${this.language.app.brokenLink}</p>` : nothing;
  }

  #explanationPane(): TemplateResult {
    const { language } = this;
    const tool = this.#tools.find((one) => one.name === this.#tool) ?? this.#tools[0];
    if (!tool) return html``;
    const shown = {
      language,
      timeline: this.#timeline,
      step: this.#step,
      selected: this.#selected,
      cell: this.#cell,
      query: this.#query,
    };
    const stale = this.#problem !== undefined && this.#graph !== null;
    const title = language.app.explanation;
    const all = this.#tools.map((one) => ({ name: one.name, label: one.label(language) }));
    const content = html`
      ${tabs("tool", title, all, tool.name, (name) => this.#useTool(name))}
      <div class="tool ${stale ? "stale" : ""}" role="tabpanel" id="tool-panel" aria-labelledby="tool-${tool.name}">
        ${tool.content(shown)}
      </div>`;
    return pane("explanation", title, language, content);
  }
}
