/**
 * What a link says: #program=…&output=…&opened=…&folded=…&step=…&hide=…, the same compressed as #z=…, or plain query parameters.
 */

import { cellFrom } from "../timeline/cells";
import { type Theme, themeNamed } from "./theme";
import { TOOL_NAMES, type ToolName } from "./tools/tool";

export interface LinkState {
  readonly program?: string;
  readonly output?: string;
  /** Composite operations that stand open, with commas between. */
  readonly opened?: string;
  /** Calls, loops and passes that are folded. */
  readonly folded?: string;
  readonly step?: number;
  /** The cell that is picked: `n5.grad.3`. */
  readonly cell?: string;
  readonly hide?: string;
  readonly mode?: "reverse" | "forward";
  /** As JSON, as the element has them. */
  readonly seed?: string;
  readonly values?: string;
  /** Of a descent: the learning rate, and the leaves that move, or with a - stay. */
  readonly rate?: string;
  readonly moving?: string;
  /** What the pane beside the graph shows. */
  readonly tool?: ToolName;
  readonly theme?: Theme;
  /** Large type, as in a lecture hall. */
  readonly large?: true;
  readonly lang?: string;
  /** There was a compressed state, and it cannot be read. */
  readonly broken?: true;
}

const TEXTS = ["program", "output", "opened", "folded", "moving", "hide", "lang"] as const;
const DATA = ["seed", "values"] as const;

/** Return what an address says; the fragment wins over the query, and what cannot be read says nothing. */
export async function readLink(address: {
  readonly hash: string;
  readonly search: string;
}): Promise<LinkState> {
  const query = stateOf(new URLSearchParams(address.search));
  const fragment = new URLSearchParams(address.hash.slice(1));
  const packed = fragment.get("z");
  const state = packed === null ? stateOf(fragment) : await unpacked(packed);
  return { ...query, ...state };
}

async function unpacked(packed: string): Promise<LinkState> {
  try {
    return stateOf(new URLSearchParams(await unpack(packed)));
  } catch {
    return { broken: true };
  }
}

function stateOf(parameters: URLSearchParams): LinkState {
  const state: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const text = parameters.get(name);
    if (text !== null && text !== "") state[name] = text;
  }
  const step = parameters.get("step");
  if (step !== null && /^\d{1,6}$/.test(step)) state["step"] = Number(step);
  const cell = parameters.get("cell");
  if (cellFrom(cell)) state["cell"] = cell;
  const mode = parameters.get("mode");
  if (mode === "forward" || mode === "reverse") state["mode"] = mode;
  for (const name of DATA) {
    const text = parameters.get(name);
    if (text && isJson(text)) state[name] = text;
  }
  const rate = parameters.get("rate");
  if (rate?.trim() && Number.isFinite(Number(rate))) state["rate"] = String(Number(rate));
  const tool = TOOL_NAMES.find((name) => name === parameters.get("tool"));
  if (tool) state["tool"] = tool;
  const theme = themeNamed(parameters.get("theme"));
  if (theme) state["theme"] = theme;
  if (parameters.has("large")) state["large"] = true;
  return state;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Return the fragment, without its #, that says `state` in the open. */
export function fragmentOf(state: LinkState): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  return parameters.toString();
}

/** Return the fragment, without its #, that says `state` compressed. */
export async function packedFragment(state: LinkState): Promise<string> {
  return `z=${await pack(fragmentOf(state))}`;
}

async function pack(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(packed: string): Promise<string> {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const text = await through(bytes, new DecompressionStream("deflate-raw"));
  return new TextDecoder("utf-8", { fatal: true }).decode(text);
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: GenericTransformStream,
): Promise<Uint8Array> {
  const stream = new Blob([bytes])
    .stream()
    .pipeThrough(transform as ReadableWritablePair<Uint8Array, BufferSource>);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
