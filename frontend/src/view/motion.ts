/** The one clock of the view, and the one place that knows whether things may move. */

export type Motion = "full" | "fade";

const FADE = 160;

export function motionPreference(): Motion {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "fade" : "full";
}

/** Runs one thing at a time, from 0 to 1. A new one ends the one before at its end. */
export class Clock {
  #frame = 0;
  #finish: (() => void) | null = null;

  /** Call `draw` with the progress until it is 1; resolves to true then, to false if something else began. */
  run(milliseconds: number, draw: (progress: number) => void): Promise<boolean> {
    this.finish();
    return new Promise((resolve) => {
      let started: number | null = null;
      this.#finish = () => {
        cancelAnimationFrame(this.#frame);
        this.#finish = null;
        draw(1);
        resolve(false);
      };
      const tick = (now: number): void => {
        started ??= now;
        const progress = milliseconds > 0 ? Math.min((now - started) / milliseconds, 1) : 1;
        draw(progress);
        if (progress < 1) {
          this.#frame = requestAnimationFrame(tick);
        } else {
          this.#finish = null;
          resolve(true);
        }
      };
      draw(0);
      this.#frame = requestAnimationFrame(tick);
    });
  }

  /** Bring what is running to its end at once. */
  finish(): void {
    this.#finish?.();
  }
}

/** Return how long a step takes, in milliseconds. */
export function duration(normal: number, speed: number, motion: Motion): number {
  return motion === "full" ? normal / speed : FADE;
}

/** Ease in and out. */
export function eased(progress: number): number {
  return progress < 0.5 ? 2 * progress * progress : 1 - (2 - 2 * progress) ** 2 / 2;
}

/** Return how far a part that lasts from `start` to `end` has come. */
export function within(progress: number, start: number, end: number): number {
  return Math.min(Math.max((progress - start) / (end - start), 0), 1);
}
