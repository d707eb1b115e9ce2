/** SVG elements, made in one line. Presentation attributes, no stylesheets: a saved picture is whole. */

const NAMESPACE = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Element | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(NAMESPACE, name);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Set attributes; null and undefined take one away. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, typeof value === "number" ? trimmed(value) : value);
  }
}

/** Two decimals are a hundredth of a pixel: enough, and a snapshot does not depend on the last bit. */
export function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
