/** The part of <retro-graph> that folds, and finds what is folded. */

import type { Language } from "../lang";
import type { Motion } from "../view/motion";
import type { Palette } from "../view/palette";
import type { Graph } from "../wire/graph";
import { Attributed } from "./attributed";
import { emit } from "./events";
import { FoldControl } from "./foldcontrol";
import type { Picture } from "./picture";
import type { Player } from "./player";
import { Search } from "./search";
import { spokenNames } from "./spoken";

export abstract class Foldable extends Attributed {
  protected readonly folding = new FoldControl(this, (about) => {
    this.about = about;
    emit(this, "retro-fold", { folded: this.folded });
  });
  protected readonly search = new Search({
    found: (_, current) => this.showHit(current),
    changed: () => this.requestUpdate(),
    focusField: () => void this.updateComplete.then(() => this.inside("input[type=search]")?.focus()),
    focusView: () => this.focus(),
  });
  /** The group that was folded or opened last. */
  protected about: string | null = null;
  protected picture: Picture | null = null;
  protected abstract readonly player: Player;
  abstract get graph(): Graph | null;
  protected abstract get words(): Language;
  protected abstract get motion(): Motion;
  protected abstract get palette(): Palette;
  protected abstract get mayOpen(): boolean;
  protected abstract draw(): void;

  /** Fold a call, a loop or a pass into one card, or open it; `id` is that of its group. */
  toggleFold(id: string): void {
    this.folding.toggle(id);
  }

  foldAll(): void {
    this.folding.foldAll();
  }

  openAll(): void {
    this.folding.openAll();
  }

  /** Fold or open the group at the selection, or else the one in which the step happens. */
  foldHere(): void {
    const { timeline, index } = this.player;
    if (timeline) this.folding.toggleAt(timeline, this.picture?.selected ?? null, index);
  }

  /** Open the search. */
  find(): void {
    this.search.show();
  }

  protected showHit(hit: string | null): void {
    const palette = this.palette;
    this.picture?.ring(this.search.hits, hit, palette);
    if (hit !== null) this.picture?.lookAt(hit, this.motion);
  }

  /** Lay out the same graph with what is folded now. */
  protected async refold(): Promise<void> {
    const { timeline } = this.player;
    const picture = this.picture;
    if (!timeline || !picture || timeline.graph !== this.graph || !this.folding.stale) return;
    const about = this.about;
    const pressed = Boolean(this.shadowRoot?.activeElement?.closest("[data-fold]"));
    const names = spokenNames(this.words, this.mayOpen);
    if (!(await picture.refold(timeline, names, this.folding.of(timeline.graph), about))) return;
    this.draw();
    this.showHit(null);
    picture.follow(this.motion);
    this.requestUpdate();
    if (about !== null && pressed) (this.inside(`[data-fold="${about}"]`) ?? this).focus();
  }

  protected inside(selector: string): HTMLElement | SVGElement | null {
    return this.renderRoot.querySelector<HTMLElement | SVGElement>(selector);
  }
}
