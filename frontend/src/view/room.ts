/** Room that numbers have on the canvas: while they change, what is around them stays where it is. */

import type { Card } from "./card";

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A number as wide as they get, but for the very small ones. */
export const TYPICAL = -0.001234;

/** Return a card with at least the width that it had before. */
export function withRoomOf(card: Card, before: Card | undefined): Card {
  if (!before || before.height !== card.height || before.form !== card.form) return card;
  const width = Math.max(card.width, before.width);
  const folded = { ...card.folded, width: Math.max(card.folded.width, before.folded.width) };
  return { ...card, width, folded };
}

/** Return the larger of two rooms of the same height. */
export function larger(room: Room | null, before: Room | null | undefined): Room | null {
  return room && before && before.width > room.width ? before : room;
}
