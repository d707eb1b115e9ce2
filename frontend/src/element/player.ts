/** Where one is on the timeline, and how one gets on: step by step, by itself, or in one leap. */

import { sameStep } from "../timeline/openings";
import { linesOf } from "../timeline/scenes";
import type { Timeline } from "../timeline/timeline";
import { Clock, duration, type Motion } from "../view/motion";
import type { Step } from "../wire/graph";

export const SPEEDS = [0.5, 1, 2, 4] as const;

const DWELL = 900;
const LENGTHS: Readonly<Record<Step["kind"], number>> = {
  evaluate: 900,
  seed: 700,
  vjp: 1300,
  unbroadcast: 1700,
  jvp: 1100,
};
const SECOND_LINE = 900;

export interface Listener {
  /** Draw the moment; called for each frame of a movement. */
  draw(): void;
  /** Another step has begun. */
  stepped(): void;
  /** Playing has begun or ended. */
  played(): void;
}

export class Player {
  index = 0;
  progress = 1;
  playing = false;
  speed: number = 1;
  timeline: Timeline | null = null;
  /** Where it goes on from a step, or back, when it passes over what is folded. */
  passing: (index: number, by: 1 | -1) => number = (index, by) => index + by;
  readonly #clock = new Clock();
  #dwell = 0;

  constructor(
    readonly listener: Listener,
    readonly motion: () => Motion,
  ) {}

  get last(): number {
    return (this.timeline?.steps.length ?? 1) - 1;
  }

  /** Take another graph and stay where one was: at an end, at the turn, at what the program does there, or at the same step. */
  load(timeline: Timeline, wanted: number | null): void {
    this.pause();
    this.#clock.finish();
    const index = wanted ?? this.#sameMoment(timeline);
    this.timeline = timeline;
    this.index = timeline.clamp(index);
    this.progress = 1;
    this.listener.stepped();
    this.listener.draw();
  }

  #sameMoment(next: Timeline): number {
    const { timeline, index } = this;
    if (!timeline || index === 0) return 0;
    if (index === this.last) return next.steps.length - 1;
    if (index === timeline.turn - 1) return next.turn - 1;
    return timeline.graph.program === next.graph.program ? sameStep(timeline, next, index) : index;
  }

  next(): void {
    this.pause();
    if (this.index < this.last) void this.#advance();
  }

  previous(): void {
    this.goTo(this.index - 1);
  }

  /** Go on or back by one step, but not through what is folded. */
  over(by: 1 | -1): void {
    this.pause();
    const target = this.passing(this.index, by);
    if (by < 0) this.goTo(target);
    else if (this.index < this.last) void this.#advance(target);
  }

  /** Be at a step at once. */
  goTo(index: number): void {
    this.pause();
    this.#clock.finish();
    if (!this.timeline) return;
    const target = this.timeline.clamp(index);
    const moved = target !== this.index;
    this.index = target;
    this.progress = 1;
    if (moved) this.listener.stepped();
    this.listener.draw();
  }

  play(): void {
    if (this.playing || !this.timeline) return;
    this.playing = true;
    this.listener.played();
    const fromStart = this.index === 0 || this.index >= this.last;
    if (fromStart) this.index = -1; // the first step has its movement too
    void this.#run(fromStart);
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#dwell);
    this.listener.played();
  }

  async #run(atOnce: boolean): Promise<void> {
    if (!atOnce) await this.#wait();
    while (this.playing && this.index < this.last) {
      const finished = await this.#advance(this.passing(this.index, 1));
      if (!finished) return;
      if (this.index < this.last) await this.#wait();
    }
    this.pause();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#dwell = window.setTimeout(resolve, DWELL / this.speed);
    });
  }

  /** Move on to a step; resolves to false if something else began before its end. */
  #advance(target = this.index + 1): Promise<boolean> {
    this.#clock.finish();
    this.index = target;
    const length = duration(this.#length(), this.speed, this.motion());
    this.progress = 0;
    this.listener.stepped();
    return this.#clock.run(length, (progress) => {
      this.progress = progress;
      this.listener.draw();
    });
  }

  #length(): number {
    const { timeline, index } = this;
    if (!timeline) return 0;
    const step = timeline.step(index);
    return LENGTHS[step.kind] + SECOND_LINE * (linesOf(timeline, step).length - 1);
  }
}
