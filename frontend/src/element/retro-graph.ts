/**
 * <retro-graph>: a computational graph that can be stepped through.
 *
 * Attributes: program, output, mode, seed, values, opened, folded, step, cell, server, src, controls, large, theme, lang,
 * hide (words: stage sentence controls map tools opening errors). Property: graph. Methods: next() previous() over(by)
 * play() pause() goTo(step) toggle(opening) toggleFold(group) foldAll() openAll() find() pick(cell) light(lights)
 * still(step). Events: retro-ready, retro-step, retro-select, retro-activate, retro-open, retro-fold, retro-error.
 */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Language, languageFor } from "../lang";
import { type CellRef, cellFrom, hasCell, numberIn, sameCell, stepKnowing } from "../timeline/cells";
import { type Opening, openingsAt, toggled } from "../timeline/openings";
import { Timeline } from "../timeline/timeline";
import type { Light } from "../view/cellmarks";
import { fontsReady } from "../view/measure";
import { type Motion, motionPreference } from "../view/motion";
import { PALETTES, type Palette, THEMES } from "../view/palette";
import type { Graph, Problem } from "../wire/graph";
import { act } from "./acts";
import { cellAfter } from "./cellkeys";
import { cellUnder } from "./cellpoint";
import { controls } from "./controls";
import { type Deed, deedOf } from "./deeds";
import { emit } from "./events";
import { Foldable } from "./foldable";
import { mayZoom } from "./gestures";
import { actionFor, pressedPart } from "./keys";
import { colour, notice, openings, sentence, tools } from "./parts";
import { engine, Picture } from "./picture";
import { Player } from "./player";
import { ASKED, asked, Source } from "./source";
import { spokenNames } from "./spoken";
import { StageRoom } from "./stagesize";
import { type Still, still } from "./still";
import { styles } from "./styles";

const RESIZE_PAUSE = 160;
/** How much larger type is in a lecture hall. */
const LARGE = 1.35;
/** Without a `server`, the service that this script comes from is asked. */
const HOME = import.meta.url.startsWith("http") ? new URL(import.meta.url).origin : "";

export class RetroGraph extends Foldable {
  static override styles = styles;
  protected readonly player = new Player(
    { draw: () => this.draw(), stepped: () => this.#stepped(), played: () => this.requestUpdate() },
    () => this.motion,
  );
  readonly #source = new Source({
    graph: (graph) => void this.#take(graph),
    refused: (problem) => this.#refuse(problem),
  });
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #redraw = (): void => this.requestUpdate();
  #graph: Graph | null = null;
  #wanted: number | null = null;
  #resize: ResizeObserver | null = null;
  #resizing = 0;
  #drawnWith = "";
  readonly #stageRoom = new StageRoom();

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.#pressed);
    if (!this.hasAttribute("tabindex")) this.tabIndex = 0;
    if (!this.hasAttribute("role")) this.setAttribute("role", "group");
    this.#dark.addEventListener("change", this.#redraw);
    engine.warmUp(); // while the program is on its way to the service
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.#pressed);
    this.player.pause();
    this.#source.cancel();
    this.#resize?.disconnect();
    this.#dark.removeEventListener("change", this.#redraw);
  }

  // The public contract.

  get graph(): Graph | null {
    return this.#graph;
  }

  set graph(graph: Graph | null) {
    this.#source.cancel();
    if (graph) void this.#take(graph);
  }

  /** Where one is on the timeline, counted from 0, and how many steps there are. */
  get position(): { readonly step: number; readonly steps: number } {
    return { step: this.player.index, steps: this.player.timeline?.steps.length ?? 0 };
  }

  get playing(): boolean {
    return this.player.playing;
  }

  next(): void {
    this.#deselect();
    this.player.next();
  }

  previous(): void {
    this.#deselect();
    this.player.previous();
  }

  /** Go on by one step, or back, but pass over what happens within one folded group. */
  over(by: 1 | -1): void {
    this.#deselect();
    this.player.over(by);
  }

  play(): void {
    this.#deselect();
    this.player.play();
  }

  pause(): void {
    this.player.pause();
  }

  goTo(step: number): void {
    this.#deselect();
    if (this.player.timeline) this.player.goTo(step);
    if (this.busy || !this.player.timeline) this.#wanted = step;
  }

  /** Open a composite operation, as the graph of what it stands for, or close it. */
  toggle(opening: Opening): void {
    if (!this.#graph || !this.mayOpen) return;
    this.opened = toggled(this.opened, this.#graph, opening);
    emit(this, "retro-open", { opened: this.opened });
  }

  /** Open the selected operation, or close the innermost one that the selection is part of. */
  toggleSelected(): void {
    const [opening] = this.#openings;
    if (opening) this.toggle(opening);
  }

  /** What is read from a file, or was set as it is, stays as it is. */
  protected get mayOpen(): boolean {
    return this.src === null && this.program !== null;
  }

  get #openings(): readonly Opening[] {
    const { scene, selected = null } = this.picture ?? {};
    return scene && this.mayOpen ? openingsAt(scene.timeline, selected) : [];
  }

  /** Return a step, counted from 0, as pictures for print; null while there is no graph. */
  still(step: number): Still | null {
    const scene = this.picture?.scene;
    if (!scene) return null;
    const index = scene.timeline.clamp(step);
    const found = still(scene, index, PALETTES.light, this.words.view);
    this.picture?.show();
    this.draw();
    return found;
  }

  /** Select a node or an edge by its id, or nothing. */
  select(id: string | null): void {
    this.#choose(id, null);
  }

  /** Pick a cell by its word, `n5.grad.3`, and go to a step at which it is known; or none. */
  pick(word: string | null): void {
    const { timeline, index } = this.player;
    const named = cellFrom(word);
    if (!timeline) return;
    const cell = named && hasCell(timeline, named) ? named : null;
    if (cell && numberIn(timeline, cell, index) === null) this.player.goTo(stepKnowing(timeline, cell));
    this.#choose(cell?.node ?? this.picture?.selected ?? null, cell);
    if (cell) this.picture?.reveal(cell.node, this.motion);
  }

  /** Light cells until something else is picked; null lights those again that the picked cell came from. */
  light(lights: readonly Light[] | null): void {
    if (this.picture) this.picture.lights = lights;
    this.draw();
  }

  #choose(id: string | null, cell: CellRef | null): void {
    const picture = this.picture;
    if (!picture || (picture.selected === id && sameCell(picture.picked, cell))) return;
    Object.assign(picture, { selected: id, picked: cell, lights: null });
    this.#tellSelection();
    this.requestUpdate();
    this.draw();
  }

  #tellSelection(): void {
    const { selected: id = null, picked, scene } = this.picture ?? {};
    const kind = scene?.kindOf(id ?? "") ?? "edge";
    const cell = { array: picked?.array ?? null, cell: picked?.cell ?? null };
    emit(this, "retro-select", id === null ? { kind: null, id: null, ...cell } : { kind, id, ...cell });
  }

  #deselect(): void {
    this.select(null);
  }

  // What comes in.

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("step") && this.step !== null) {
      if (this.player.timeline && this.hasUpdated) this.player.goTo(this.step);
      else this.#wanted = this.step;
    }
    if (changed.has("cell") && this.cell !== null && this.hasUpdated && !this.busy) this.pick(this.cell);
    if (changed.has("language") && this.#graph && this.hasUpdated) void this.#take(this.#graph);
    if (changed.has("folded") && this.#graph && this.hasUpdated) void this.refold();
    if (ASKED.some((name) => changed.has(name)) && (this.program !== null || this.src !== null)) this.#ask();
  }

  #ask(): void {
    this.busy = true;
    this.#source.ask(asked(this, HOME, this.words.code));
  }

  async #take(graph: Graph): Promise<void> {
    await this.updateComplete;
    await fontsReady();
    const timeline = new Timeline(graph);
    const picture = this.picture;
    const { selected = null, picked = null } = picture ?? {};
    const names = spokenNames(this.words, this.mayOpen);
    if (!(await picture?.load(timeline, names, this.folding.of(graph))) || !picture) return;
    this.#graph = graph;
    this.search.in(graph);
    this.player.passing = (index, by) => this.folding.over(timeline, index, by);
    this.problem = undefined;
    this.busy = this.#source.busy;
    this.player.load(timeline, this.#wanted);
    this.#wanted = null;
    this.requestUpdate();
    await this.updateComplete;
    picture.remeasure(); // what stands around it has come with the graph
    picture.arrive();
    this.draw();
    emit(this, "retro-ready", { graph, selected: picture.selected });
    if (picture.selected !== selected || !sameCell(picture.picked, picked)) this.#tellSelection();
    if (this.cell) this.pick(this.cell);
    this.cell = null;
  }

  #refuse(problem: Problem | null): void {
    this.problem = problem;
    this.busy = false;
    this.player.pause();
    emit(this, "retro-error", { problem });
  }

  // What goes out.

  #stepped(): void {
    this.requestUpdate();
    this.picture?.follow(this.motion);
    emit(this, "retro-step", { step: this.player.index, steps: this.player.timeline?.steps.length ?? 0 });
  }

  protected draw(): void {
    this.picture?.draw(this.palette, this.motion, this.words.view);
    this.picture?.updateOverview(this.palette);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const pressed = deedOf(pressedPart(event));
    if (pressed.kind !== "select") {
      event.preventDefault();
      this.#do(pressed);
      return;
    }
    const { picked = null, selected = null, scene } = this.picture ?? {};
    const cell = scene && cellAfter(event, picked, selected, scene.timeline, this.player.index);
    if (cell) this.#choose(cell.node, cell);
    const action = cell ? null : actionFor(event);
    if (cell) event.preventDefault();
    if (!action) return;
    if (action === "leave") {
      this.#leave();
      return;
    }
    event.preventDefault();
    act(action, this, this.picture, this.motion);
  };

  /** Give up the cell that is picked, then the selection; without one, give the focus back to the page around. */
  #leave(): void {
    if (this.picture?.selected) {
      this.#choose(this.picture.picked ? this.picture.selected : null, null);
      return;
    }
    (this.shadowRoot?.activeElement as HTMLElement | null)?.blur();
    this.blur();
    if (window.parent !== window) window.parent.focus();
  }

  // How it looks.

  get #type(): number {
    return this.large ? LARGE : 1;
  }

  protected get words(): Language {
    return languageFor(this.language ?? document.documentElement.lang);
  }

  protected get motion(): Motion {
    return motionPreference();
  }

  protected get palette(): Palette {
    const chosen = THEMES.find((theme) => theme === this.theme);
    return PALETTES[chosen ?? (this.#dark.matches ? "dark" : "light")];
  }

  #hides(part: string): boolean {
    return (this.hide ?? "").split(/[\s,]+/).includes(part);
  }

  protected override firstUpdated(): void {
    const surface = <Kind extends Element>(selector: string): Kind | null =>
      this.renderRoot.querySelector<Kind>(selector);
    const scene = surface<SVGSVGElement>("svg.scene");
    if (!scene) return;
    this.picture = new Picture(
      { scene, stage: surface("svg.stage"), overview: surface("svg.overview") },
      this.player,
      (event) => mayZoom(this, event),
    );
    this.picture.onCamera = () => this.picture?.updateOverview(this.palette);
    scene.addEventListener("click", (event) => this.#clicked(event));
    scene.addEventListener("dblclick", () => act("activate", this, this.picture, this.motion));
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(scene);
    this.requestUpdate();
  }

  #clicked(event: MouseEvent): void {
    const cell = this.picture?.scene ? cellUnder(event, this.picture.scene) : null;
    this.#do(deedOf(event.target instanceof Element ? event.target : null), cell);
  }

  #do(deed: Deed, cell: CellRef | null = null): void {
    if (deed.kind === "select") this.#choose(deed.id, cell);
    else if (deed.kind === "fold") this.toggleFold(deed.group);
    else {
      this.toggle({ operation: deed.operation, isOpen: true });
      this.focus(); // the caption goes, the view stays
    }
  }

  #resized(): void {
    this.#stageRoom.remeasure();
    this.picture?.remeasure();
    clearTimeout(this.#resizing);
    this.#resizing = window.setTimeout(() => {
      void this.picture?.resized().then(() => {
        this.requestUpdate();
        this.draw();
      });
    }, RESIZE_PAUSE);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("large")) this.picture?.enlarge(this.#type);
    this.setAttribute("aria-label", this.words.view.graph);
    this.setAttribute("aria-busy", String(this.busy));
    this.#look();
    if (this.#drawnWith !== this.palette.theme) {
      this.#drawnWith = this.palette.theme;
      this.draw();
    }
  }

  #look(): void {
    const { scene } = this.picture ?? {};
    const phase = this.player.timeline?.step(this.player.index).phase ?? "forward";
    colour(this, this.palette, phase);
    const stage = this.renderRoot.querySelector<SVGSVGElement>("svg.stage");
    if (stage && scene && this.#stageRoom.fit(stage, this, scene.timeline, this.#type, this.words.view))
      this.picture?.remeasure();
  }

  protected override render(): TemplateResult {
    const words = this.words.view;
    const picture = this.picture;
    const { problem, busy } = this;
    const { timeline } = this.player;
    const waiting = busy && !this.#source.follows; // a picture that follows a hand does not fade meanwhile
    const stale = timeline !== null && (waiting || problem !== undefined);
    const shown = { problem, busy, graph: this.#graph !== null, errors: !this.#hides("errors") };
    return html`
      <div class="root ${stale ? "stale" : ""}">
        <div class="canvas">
          <svg class="scene" role="group" aria-label=${words.graph}></svg>
          ${this.#hides("tools") || !picture ? nothing : tools(picture, this, this.folding.anyGroups, this.words, this.motion)}
          ${this.search.bar(this.words, this.search.current && this.folding.captionOver(this.search.current))}
          ${this.#hides("opening") ? nothing : openings(this.#openings, this.words, (one) => this.toggle(one))}
          <svg class="overview" role="img" aria-label=${words.overview} display="none"
            ?hidden=${this.#hides("map")}></svg>
          ${notice(shown, this.words)}
        </div>
        <svg class="stage" aria-hidden="true" ?hidden=${this.#hides("stage")}></svg>
        <p class="sentence ${this.#hides("sentence") ? "unseen" : ""}" role="status">${sentence(this.player, picture?.picked ?? null, this.words)}</p>
        ${
          this.controls && timeline && !this.#hides("controls")
            ? controls(this, this.player, timeline, this.words, this.palette, this.folding.anyFolded)
            : nothing
        }
      </div>
    `;
  }
}
