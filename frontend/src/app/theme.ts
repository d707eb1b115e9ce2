/** Which colours the page has: those that were chosen, else those that the person's system asks for. */

export const THEMES = ["light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const DARK = "(prefers-color-scheme: dark)";
const CONTRAST = "(prefers-contrast: more)";

/** Return the theme of a name, or null if there is none. */
export function themeNamed(name: string | null | undefined): Theme | null {
  return THEMES.find((theme) => theme === name) ?? null;
}

export function themeShown(chosen: Theme | null): Theme {
  if (chosen) return chosen;
  if (matchMedia(CONTRAST).matches) return "contrast";
  return matchMedia(DARK).matches ? "dark" : "light";
}

export function themeAfter(shown: Theme): Theme {
  return THEMES[(THEMES.indexOf(shown) + 1) % THEMES.length] ?? "light";
}

/** Call `changed` when the system's wishes change. */
export function watchTheme(changed: () => void): void {
  for (const query of [DARK, CONTRAST]) matchMedia(query).addEventListener("change", changed);
}
