/** Colours. Value and gradient have a diverging scale each, centred at zero and safe for colour-blind readers. */

import { interpolateLab, quantize } from "d3-interpolate";

/** "contrast" is black on white, for weak projectors and weak eyes. */
export const THEMES = ["light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];
export type Quantity = "value" | "grad";

export interface Palette {
  readonly theme: Theme;
  readonly canvas: string;
  readonly card: string;
  readonly border: string;
  readonly grid: string;
  readonly ink: string;
  readonly muted: string;
  readonly constant: string;
  readonly group: string;
  readonly groupBorder: string;
  readonly edge: string;
  readonly forward: string;
  readonly forwardSoft: string;
  readonly backward: string;
  readonly backwardSoft: string;
  readonly select: string;
  readonly shadow: string;
  /** A cell's colour for x / scale in [-1, 1]. */
  readonly tint: (quantity: Quantity, ratio: number) => string;
  /** The same at full strength, for pictures without numbers. */
  readonly heat: (quantity: Quantity, ratio: number) => string;
}

interface Ends {
  readonly negative: string;
  readonly zero: string;
  readonly positive: string;
}

const LEVELS = 32;

/** Return a scale of 2 · LEVELS + 1 colours; `strength` is how far it goes towards its ends. */
function scale(ends: Ends, strength: number): (ratio: number) => string {
  const down = quantize(
    interpolateLab(ends.zero, interpolateLab(ends.zero, ends.negative)(strength)),
    LEVELS + 1,
  );
  const up = quantize(
    interpolateLab(ends.zero, interpolateLab(ends.zero, ends.positive)(strength)),
    LEVELS + 1,
  );
  return (ratio) => {
    const level = Math.round(Math.min(Math.abs(ratio), 1) * LEVELS);
    return (ratio < 0 ? down : up)[level] ?? ends.zero;
  };
}

function palette(
  theme: Theme,
  colours: Omit<Palette, "theme" | "tint" | "heat">,
  value: Ends,
  grad: Ends,
): Palette {
  const tints = { value: scale(value, 0.42), grad: scale(grad, 0.42) };
  const heats = { value: scale(value, 1), grad: scale(grad, 1) };
  return {
    theme,
    ...colours,
    tint: (quantity, ratio) => tints[quantity](ratio),
    heat: (quantity, ratio) => heats[quantity](ratio),
  };
}

// The ends are ColorBrewer's RdBu (values) and PuOr (gradients), both colour-blind safe; the zero is the card's.
const LIGHT = palette(
  "light",
  {
    canvas: "#fbfbf9",
    card: "#ffffff",
    border: "#b4bac2",
    grid: "#dfe2e6",
    ink: "#1a1d21",
    muted: "#59616b",
    constant: "#f4f3ee",
    group: "#f1f4f2",
    groupBorder: "#98a9a1",
    edge: "#8b939d",
    forward: "#12609f",
    forwardSoft: "#e2effa",
    backward: "#ad4106",
    backwardSoft: "#fdefe3",
    select: "#12609f",
    shadow: "#00000014",
  },
  { negative: "#b2182b", zero: "#ffffff", positive: "#2166ac" },
  { negative: "#542788", zero: "#fffaf5", positive: "#d9700a" },
);

const DARK = palette(
  "dark",
  {
    canvas: "#14171a",
    card: "#1c2025",
    border: "#4b535d",
    grid: "#343a42",
    ink: "#eceef0",
    muted: "#a6afb9",
    constant: "#23272c",
    group: "#181e1f",
    groupBorder: "#5c6b65",
    edge: "#7b8590",
    forward: "#74b7f5",
    forwardSoft: "#1b3147",
    backward: "#f79c5c",
    backwardSoft: "#3a2618",
    select: "#74b7f5",
    shadow: "#00000066",
  },
  { negative: "#ef6a6a", zero: "#1c2025", positive: "#4f9fe8" },
  { negative: "#a987e8", zero: "#221d19", positive: "#f08a35" },
);

const CONTRAST = palette(
  "contrast",
  {
    canvas: "#ffffff",
    card: "#ffffff",
    border: "#000000",
    grid: "#6b6b6b",
    ink: "#000000",
    muted: "#262626",
    constant: "#f0f0f0",
    group: "#f6f6f6",
    groupBorder: "#3d3d3d",
    edge: "#333333",
    forward: "#003f8c",
    forwardSoft: "#d3e5ff",
    backward: "#8a2500",
    backwardSoft: "#ffe3cf",
    select: "#003f8c",
    shadow: "#00000000",
  },
  { negative: "#b2182b", zero: "#ffffff", positive: "#2166ac" },
  { negative: "#542788", zero: "#ffffff", positive: "#d9700a" },
);

export const PALETTES: Readonly<Record<Theme, Palette>> = { light: LIGHT, dark: DARK, contrast: CONTRAST };

export const FONTS = {
  text: '"Inter Variable", Inter, system-ui, sans-serif',
  math: 'KaTeX_Math, "Latin Modern Math", "STIX Two Text", "Cambria Math", serif',
  roman: 'KaTeX_Main, "Latin Modern Roman", "STIX Two Text", Cambria, serif',
  code: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
} as const;

export type Font = keyof typeof FONTS;
