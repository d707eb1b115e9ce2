/** How wide a text is: measured on a canvas once a font is there, remembered after that. */

import { FONTS, type Font } from "./palette";

const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

export function textWidth(text: string, font: Font, pixels: number, style = ""): number {
  const key = `${style}|${font}|${pixels}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = measured(text, font, pixels, style);
  widths.set(key, width);
  return width;
}

function measured(text: string, font: Font, pixels: number, style: string): number {
  context ??= document.createElement("canvas").getContext?.("2d") ?? null;
  if (!context) return text.length * pixels * 0.56;
  context.font = `${style} ${pixels}px ${FONTS[font]}`;
  return context.measureText(text).width;
}

/** Load the fonts of the view, and forget what was measured without them. */
export async function fontsReady(): Promise<void> {
  if (!document.fonts) return;
  const wanted = [
    `12px ${FONTS.text}`,
    `italic 16px ${FONTS.math}`,
    `16px ${FONTS.roman}`,
    `12px ${FONTS.code}`,
  ];
  await Promise.all(wanted.map((font) => document.fonts.load(font).catch(() => [])));
  widths.clear();
}
