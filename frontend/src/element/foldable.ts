/** The part of <retro-graph> that folds: its methods and its event. */

import { Attributed } from "./attributed";
import { emit } from "./events";
import { FoldControl } from "./foldcontrol";

export class Foldable extends Attributed {
  protected readonly folding = new FoldControl(this, (about) => {
    this.about = about;
    emit(this, "retro-fold", { folded: this.folded });
  });
  /** The group that was folded or opened last. */
  protected about: string | null = null;

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
}
