/** Where a descent has been: the points in order, each with its loss, and the one where one is. */

export interface Point {
  /** The values that lead there, as they are asked for: null are the program's own, undefined if they were not kept. */
  readonly values: string | null | undefined;
  /** What is descended; null while it is not known. */
  readonly loss: number | null;
  /** How one came there: by which change by hand, by a step (null), or it is where all began. */
  readonly hand: number | null;
  /** Whether something that one did ended here: going back stops there. */
  readonly stop: boolean;
}

export class Trail {
  private constructor(
    readonly points: readonly Point[],
    readonly at: number,
  ) {}

  static from(values: string | null, loss: number | null): Trail {
    return new Trail([{ values, loss, hand: null, stop: true }], 0);
  }

  get here(): Point {
    return this.points[this.at] ?? { values: null, loss: null, hand: null, stop: true };
  }

  /** The point that going back leads to, or null at the start. */
  get before(): number | null {
    const found = this.points.findLastIndex(
      ({ stop, values }, index) => index < this.at && stop && values !== undefined,
    );
    return found < 0 ? null : found;
  }

  goTo(index: number): Trail {
    return this.points[index]?.values === undefined ? this : new Trail(this.points, index);
  }

  /** Numbers have been changed by hand; what belongs to the same gesture is one change. */
  changed(values: string | null, loss: number | null, hand: number): Trail {
    const same = this.here.hand === hand;
    const kept = this.points.slice(0, this.at + (same ? 0 : 1));
    return new Trail([...kept, { values, loss, hand, stop: true }], kept.length);
  }

  /** Steps have been made from here; whatever came after is given up. */
  stepped(losses: readonly number[], values: readonly (string | null | undefined)[]): Trail {
    const kept = this.points.slice(0, this.at + 1);
    const made = losses.map((loss, index) => ({
      values: values[index],
      loss,
      hand: null,
      stop: index === losses.length - 1,
    }));
    return new Trail([...kept, ...made], kept.length + made.length - 1);
  }

  /** The loss here is known now. */
  measured(loss: number | null): Trail {
    if (loss === null || Object.is(this.here.loss, loss)) return this;
    return new Trail(
      this.points.map((point, index) => (index === this.at ? { ...point, loss } : point)),
      this.at,
    );
  }
}
