/** "x e y", "X y W": before the sound of an i the word for "and" is "e". */
export function joined(first: string, second: string): string {
  return `${first} ${BEFORE_I.test(second) ? "e" : "y"} ${second}`;
}

/** A name that is said with an i first: i, hidden, y, y1; not yes, nor ion or hielo. */
const BEFORE_I = /^(?:h?i(?![aeo])|y(?![a-z]))/i;
