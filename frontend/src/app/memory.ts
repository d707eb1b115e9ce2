/** What the page remembers between visits, where the browser lets it. */

type Name = "theme" | "lang" | "program-width" | "explanation-width";

export function remembered(name: Name): string | null {
  try {
    return localStorage.getItem(`retrograd:${name}`);
  } catch {
    return null;
  }
}

export function remember(name: Name, value: string): void {
  try {
    localStorage.setItem(`retrograd:${name}`, value);
  } catch {
    // A browser that stores nothing shows the page all the same.
  }
}
