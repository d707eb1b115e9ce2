/** The picture inside the element: scene, camera, workbench and overview, kept together. */

import { type Direction, LayoutEngine, type Placed } from "../layout/elk";
import { type CellRef, hasCell, stepKnowing } from "../timeline/cells";
import { type Folds, isSame } from "../timeline/folds";
import { Known } from "../timeline/known";
import { totalSymbol } from "../timeline/line";
import { sameNode } from "../timeline/openings";
import { type Line, linesOf, linesOfEdge, totalLine } from "../timeline/scenes";
import type { Timeline } from "../timeline/timeline";
import { centred, fit, fitsWell, fittingScale, follow, holds, type Screen, seen } from "../view/camera";
import { CellMarks, type Light } from "../view/cellmarks";
import { Hits } from "../view/hits";
import type { Motion } from "../view/motion";
import type { Palette } from "../view/palette";
import { type Names, Scene } from "../view/scene";
import { Stage } from "../view/stage";
import { set, svg } from "../view/svg";
import type { Words } from "../view/words";
import { grouped } from "../wire/grouped";
import { type Corner, freeCorner } from "./corner";
import { Gestures } from "./gestures";
import { lightsOf } from "./lights";
import { Overview } from "./overview";
import type { Player } from "./player";

/** One engine for all elements of a page: its worker is started once. */
export const engine = new LayoutEngine();

export interface Surfaces {
  readonly scene: SVGSVGElement;
  readonly stage: SVGSVGElement | null;
  readonly overview: SVGSVGElement | null;
}

/** Whether a graph has the cards and edges that are shown already. */
function sameButForNumbers(shown: Scene | null, { graph }: Timeline): boolean {
  const before = shown?.timeline.graph;
  return (
    before !== undefined &&
    [before.program, before.mode, before.output].join("\n") ===
      [graph.program, graph.mode, graph.output].join("\n") &&
    before.nodes.length === graph.nodes.length &&
    before.edges.length === graph.edges.length
  );
}

const BOTH_WAYS_UP_TO = 90;
const OPEN_UP_TO = 40;
const WORTH_OPENING = 0.8;
const WORTH_TURNING = 1.15;

export class Picture {
  scene: Scene | null = null;
  selected: string | null = null;
  /** The cell that is picked, of the node that is selected. */
  picked: CellRef | null = null;
  /** What is lit instead of the cells that the picked one came from. */
  lights: readonly Light[] | null = null;
  #type = 1;
  #measured: Screen | null = null;
  #following = true;
  #moves = true;
  #canvas = svg("g");
  #marks = new CellMarks();
  #world = svg("g", { class: "world" }, this.#marks.lines, this.#canvas, this.#marks.layer);
  #known: Known | null = null;
  #gestures: Gestures;
  #stage: Stage | null;
  #overview: Overview | null;
  #lines: { readonly key: string; readonly lines: readonly Line[] } | null = null;
  readonly #hits = new Hits();
  #mapped: { readonly placed: Placed; readonly palette: Palette } | null = null;
  #next = 0;
  #resizes = 0;
  #loading: Promise<unknown> = Promise.resolve();

  constructor(
    readonly surfaces: Surfaces,
    readonly player: Player,
    mayZoom: (event: WheelEvent) => boolean,
  ) {
    surfaces.scene.replaceChildren(this.#world);
    this.#gestures = new Gestures(
      surfaces.scene,
      (camera, byPerson) => this.#moved(camera, byPerson),
      mayZoom,
      () => this.screen,
    );
    this.#stage = surfaces.stage && new Stage(surfaces.stage);
    this.#overview =
      surfaces.overview && new Overview(surfaces.overview, (x, y) => this.#gestures.centre(x, y));
    surfaces.overview?.addEventListener("wheel", this.#pass);
  }

  /** The wheel over the map is the wheel over the picture. */
  readonly #pass = (event: WheelEvent): void => {
    const passed = new WheelEvent(event.type, event);
    this.surfaces.scene.dispatchEvent(passed);
    if (passed.defaultPrevented) event.preventDefault();
  };

  /** Set everything `type` times as large as usual. */
  enlarge(type: number): void {
    this.#type = type;
    this.remeasure();
    if (this.#stage) this.#stage.type = type;
    this.#lines = null;
    void this.resized();
  }

  /** Asking the browser costs a layout, so it is asked again only after something may have changed. */
  get screen(): Screen {
    this.#measured ??= { ...sizeOf(this.surfaces.scene), type: this.#type };
    return this.#measured;
  }

  remeasure(): void {
    this.#measured = null;
  }

  /** Measure and lay out a graph; resolves to false if a newer one has come meanwhile. */
  async load(timeline: Timeline, names: Names, folds: Folds): Promise<boolean> {
    const turn = ++this.#next;
    this.remeasure();
    const shown = this.scene;
    const before = shown && sameButForNumbers(shown, timeline) && isSame(shown.folds, folds) ? shown : null;
    const scene = new Scene(timeline, this.#canvas, names, folds, before);
    const placing = this.#place(scene);
    this.#loading = placing;
    const { placed, open } = await placing;
    if (turn !== this.#next) return false;
    scene.place(placed, open);
    this.selected = this.#stillSelected(scene.timeline);
    this.picked = this.#stillPicked(scene.timeline);
    this.lights = null;
    this.scene = scene;
    this.#known = new Known(scene.timeline);
    this.#lines = null;
    this.#moves = before?.placed !== placed;
    if (!before) this.#following = true;
    return true;
  }

  /** Show a graph that has just been loaded; where numbers alone are others, nothing moves. */
  arrive(): void {
    if (this.#moves && this.#following) this.show();
  }

  /** Draw the same graph with other groups folded; what it is `about` stays where it is on the screen. */
  async refold(timeline: Timeline, names: Names, folds: Folds, about: string | null): Promise<boolean> {
    const before = about === null ? null : this.scene?.boxOf(about);
    const following = this.#following;
    if (!(await this.load(timeline, names, folds))) return false;
    this.#following = following;
    const after = about === null ? null : this.scene?.boxOf(about);
    const { camera } = this.#gestures;
    if (before && after) this.#gestures.set(camera.translate(before.x - after.x, before.y - after.y));
    return true;
  }

  /** Bring something into view. */
  lookAt(id: string, motion: Motion): void {
    const { scene } = this;
    const box = scene?.boxOf(id);
    if (!scene?.placed || !box) return;
    this.#gestures.glide(centred(this.#gestures.camera, box, this.screen), this.screen, motion);
  }

  /** Put rings around what a search has found. */
  ring(hits: readonly string[], current: string | null, palette: Palette): void {
    const { scene } = this;
    if (!scene) return;
    const boxes = [...new Set(hits.map((id) => scene.boxOf(id)))].filter((box) => box !== null);
    this.#hits.show(boxes, current === null ? null : scene.boxOf(current), palette);
    this.#world.append(this.#hits.group);
  }

  /** What is selected stays so while the program is the same, though the graph shows more or less of it. */
  #stillSelected(timeline: Timeline): string | null {
    const before = this.scene?.timeline;
    if (!before || this.selected === null || before.graph.program !== timeline.graph.program) return null;
    if (before.graph === timeline.graph) return this.selected;
    return sameNode(before, timeline, this.selected);
  }

  #stillPicked(timeline: Timeline): CellRef | null {
    const picked = this.picked && this.selected ? { ...this.picked, node: this.selected } : null;
    return picked && hasCell(timeline, picked) ? picked : null;
  }

  /** Lay out with the broadcasts open, or folded to badges where opening them costs much room. */
  async #place(scene: Scene): Promise<{ placed: Placed; open: boolean }> {
    if (!scene.hasBadges || scene.drawn.order.length > OPEN_UP_TO)
      return { placed: await this.#placeBest(scene, false), open: false };
    const opened = await this.#placeBest(scene, true);
    if (fitsWell(opened, this.screen)) return { placed: opened, open: true };
    const folded = await this.#placeBest(scene, false);
    const cost = fittingScale(opened, this.screen) / fittingScale(folded, this.screen);
    const open = cost > WORTH_OPENING;
    return { placed: open ? opened : folded, open };
  }

  /** Lay out in the direction in which more can be read; stay with the present one if it is nearly as good. */
  async #placeBest(scene: Scene, open: boolean): Promise<Placed> {
    const { boxes, edges, groups } = scene.toPlace(open);
    const { width, height } = this.screen;
    const present: Direction = this.scene?.placed?.direction ?? (width > height ? "RIGHT" : "DOWN");
    const first = await engine.place(boxes, edges, present, groups);
    const scale = fittingScale(first, this.screen);
    if (scale >= 1 || boxes.length > BOTH_WAYS_UP_TO) return first;
    const other = await engine.place(boxes, edges, present === "RIGHT" ? "DOWN" : "RIGHT", groups);
    return fittingScale(other, this.screen) / scale > WORTH_TURNING ? other : first;
  }

  /** Lay the same graph out anew where the room has another form now. */
  async resized(): Promise<void> {
    await this.#loading; // a graph that is on its way must not be lost
    const { scene } = this;
    if (!scene?.placed) return;
    this.#lines = null;
    const turn = ++this.#resizes;
    const { placed, open } = await this.#place(scene);
    if (turn !== this.#resizes || this.scene !== scene) return;
    if (placed.direction !== scene.placed.direction || open !== scene.open) scene.place(placed, open);
    if (this.#following) this.show();
  }

  /** Draw the moment that the player is at. */
  draw(palette: Palette, motion: Motion, words: Words): void {
    const { scene, player } = this;
    if (!scene?.placed) return;
    const { index, progress } = player;
    scene.show({ index, progress, motion, selected: this.selected }, palette);
    this.#marks.show({ picked: this.picked, lights: this.#lit }, scene, palette);
    const lines = this.#linesNow();
    this.#stage?.show(lines, this.selected ? 1 : progress, motion, palette, words);
    this.#stage?.pick(this.#pickedResult(scene.timeline));
  }

  get #lit(): readonly Light[] {
    if (this.lights) return this.lights;
    return this.picked && this.#known ? lightsOf(this.#known, this.picked, this.player.index) : [];
  }

  /** Return what the picked cell's array is called on the workbench, and which of its cells it is. */
  #pickedResult(timeline: Timeline): { readonly latex: string; readonly cell: number } | null {
    if (!this.picked) return null;
    const node = timeline.node(this.picked.node);
    const latex = this.picked.array === "value" ? node.latex : totalSymbol(timeline, node);
    return { latex, cell: this.picked.cell };
  }

  #linesNow(): readonly Line[] {
    const { scene, selected } = this;
    if (!scene) return [];
    const key = `${selected ?? `step ${this.player.index}`} ${this.picked?.array}`;
    if (this.#lines?.key !== key) this.#lines = { key, lines: this.#linesFor(scene.timeline, selected) };
    return this.#lines.lines;
  }

  #linesFor(timeline: Timeline, selected: string | null): readonly Line[] {
    const edge = selected ? timeline.edges.get(selected) : undefined;
    if (edge?.contribution) return linesOfEdge(timeline, edge);
    const node = selected ? timeline.nodes.get(selected) : undefined;
    if (this.picked && node?.kind === "operation" && this.picked.array === "value")
      return linesOf(timeline, timeline.step(stepKnowing(timeline, this.picked)));
    const total = node && totalLine(timeline, node);
    if (total) return [total];
    const now = this.picked && this.picked.array !== "value" ? stepKnowing(timeline, this.picked) : null;
    return linesOf(timeline, timeline.step(now ?? this.player.index));
  }

  updateOverview(palette: Palette): void {
    const { scene, surfaces } = this;
    if (!scene?.placed || !surfaces.overview) return;
    if (this.#mapped?.placed !== scene.placed || this.#mapped.palette !== palette) {
      this.#mapped = { placed: scene.placed, palette };
      this.#overview?.draw(scene.placed, palette);
    }
    const { width, height } = scene.placed;
    const view = seen(this.#gestures.camera, this.screen);
    const all =
      view.x <= 24 &&
      view.y <= 24 &&
      view.x + view.width >= width - 24 &&
      view.y + view.height >= height - 24;
    const corner = all ? null : this.#freeCorner();
    surfaces.overview.dataset["corner"] = corner ?? "";
    set(surfaces.overview, { display: corner ? null : "none" });
    const step = scene.timeline.step(this.player.index);
    const colour = step.phase === "forward" ? palette.forward : palette.backward;
    this.#overview?.update(view, new Map([[scene.boxIdOf(step.node), colour]]));
  }

  /** Return a corner in which the overview does not cover what the step is about, or null if there is none. */
  #freeCorner(): Corner | null {
    const parts = this.scene?.focus(this.player.index)?.parts ?? [];
    const { x, y, k } = this.#gestures.camera;
    const onScreen = parts.map((box) => ({
      x: box.x * k + x,
      y: box.y * k + y,
      width: box.width * k,
      height: box.height * k,
    }));
    return freeCorner(this.screen, this.#overview?.size ?? { width: 0, height: 0 }, onScreen);
  }

  /** Show all of it, or what the step is about; at once when a graph is new. */
  show(glide: Motion | null = null): void {
    const { scene } = this;
    if (!scene?.placed) return;
    const focus = scene.focus(this.player.index);
    const start = glide === null ? fit(scene.placed, this.screen) : this.#gestures.camera;
    const camera = focus ? follow(start, focus, scene.placed, this.screen) : start;
    if (glide === null) this.#gestures.set(camera);
    else this.#gestures.glide(camera, this.screen, glide);
  }

  /** Bring a node that is off the screen there. */
  reveal(id: string, motion: Motion): void {
    const { scene } = this;
    const box = scene?.boxOf(id);
    if (!scene?.placed || !box || holds(seen(this.#gestures.camera, this.screen), box)) return;
    const camera = follow(this.#gestures.camera, { all: box, heart: box }, scene.placed, this.screen);
    this.#gestures.glide(camera, this.screen, motion);
  }

  /** Follow the step, unless the person has taken the camera. */
  follow(motion: Motion): void {
    if (this.#following) this.show(motion);
  }

  fit(motion: Motion): void {
    this.#following = true;
    const { scene } = this;
    if (scene?.placed) this.#gestures.glide(fit(scene.placed, this.screen), this.screen, motion);
  }

  zoomBy(steps: number): void {
    this.#gestures.zoomBy(steps);
  }

  panBy(right: number, down: number): void {
    this.#gestures.panBy(right, down);
  }

  /** Return the next node or edge in the order of the drawing, or the one before. */
  neighbour(step: 1 | -1): string | null {
    const { scene } = this;
    if (!scene) return null;
    const { order: boxes, lines } = scene.drawn;
    const into = grouped(lines, (line) => line.target);
    const order = boxes.flatMap((id) => [...(into.get(id) ?? []).map((line) => line.id), id]);
    const here = this.selected === null ? null : scene.partOf(this.selected);
    const at = here === null ? (step > 0 ? -1 : 0) : order.indexOf(here);
    return order.at((at + step) % order.length) ?? null;
  }

  #moved(camera: { toString(): string; k: number; x: number; y: number }, byPerson: boolean): void {
    if (byPerson) this.#following = false;
    set(this.#world, { transform: camera.toString() });
    this.scene?.adapt(seen(this.#gestures.camera, this.screen), camera.k);
    this.onCamera();
  }

  /** Called when the camera has moved. */
  onCamera: () => void = () => {};
}

function sizeOf({ clientWidth, clientHeight }: SVGSVGElement): { width: number; height: number } {
  return { width: clientWidth || 600, height: clientHeight || 400 };
}
