/** The lecture: the whole screen, large type, and the keys of a clicker wherever the focus is. */

import type { RetroGraph } from "../element/define";

export class Presenting {
  /** Whether type is large: so it is in a lecture, and by a link. */
  large = false;

  constructor(readonly changed: () => void) {
    document.addEventListener("fullscreenchange", () => {
      if (!this.on) this.large = false; // Escape has ended it
      this.changed();
    });
  }

  get on(): boolean {
    return document.fullscreenElement !== null;
  }

  /** Begin or end; where the browser gives no page the whole screen, type is large all the same. */
  toggle(): void {
    if (this.on) {
      void document.exitFullscreen();
      return;
    }
    const begins = !this.large;
    this.large = begins;
    this.changed();
    if (begins) void document.documentElement.requestFullscreen?.().catch(() => {});
  }

  /** Tell the styles. */
  show(): void {
    const { classList } = document.documentElement;
    classList.toggle("large", this.large);
    classList.toggle("presenting", this.on);
  }
}

/** Do what a clicker's key means, unless something is being written; returns whether it was one. */
export function clicked(event: KeyboardEvent, view: RetroGraph | undefined): boolean {
  const forward = event.key === "PageDown";
  const target = event.composedPath()[0];
  if (!view || event.defaultPrevented || !(forward || event.key === "PageUp") || writes(target)) return false;
  event.preventDefault();
  view.over(forward ? 1 : -1);
  return true;
}

function writes(target: EventTarget | undefined): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
