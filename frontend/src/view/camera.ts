/** Where one looks: an immutable transform from the canvas to the screen. */

import { type ZoomTransform, zoomIdentity } from "d3-zoom";
import type { Box } from "../layout/elk";

export interface Screen {
  readonly width: number;
  readonly height: number;
  /** How many times larger than usual everything is to be, as in a lecture hall; 1 if left out. */
  readonly type?: number;
}

export const CLOSEST = 3;
/** The least scale at which a whole graph is shown rather than a part of it. */
const READABLE = 0.66;
/** The scale at which a part is shown. */
const COMFORTABLE = 1;
/** The least scale at which the participants of a step are shown together. */
const LEGIBLE = 0.45;
const LARGEST = 1.5;
const MARGIN = 20;

/** Return the scale at which all of a picture is seen. */
export function fittingScale(picture: Screen, screen: Screen): number {
  return Math.min(screen.width / picture.width, screen.height / picture.height, LARGEST * typeOf(screen));
}

function typeOf({ type = 1 }: Screen): number {
  return type;
}

export function fit(picture: Screen, screen: Screen): ZoomTransform {
  const scale = fittingScale(picture, screen);
  return zoomIdentity
    .translate((screen.width - picture.width * scale) / 2, (screen.height - picture.height * scale) / 2)
    .scale(scale);
}

/** Return whether all of a picture can be read when all of it is seen. */
export function fitsWell(picture: Screen, screen: Screen): boolean {
  return fittingScale(picture, screen) >= READABLE * typeOf(screen);
}

/** What to look at: all that takes part in a step, and the node it is about, where the others are too far away. */
export interface Focus {
  readonly all: Box;
  readonly heart: Box;
}

/** Return the camera that shows a step, near enough to read it: the present one, if it does so already. */
export function follow(camera: ZoomTransform, focus: Focus, picture: Screen, screen: Screen): ZoomTransform {
  if (fitsWell(picture, screen)) return fit(picture, screen);
  const room = { width: screen.width - 2 * MARGIN, height: screen.height - 2 * MARGIN };
  const type = typeOf(screen);
  const scaleOf = (box: Box): number => Math.min(room.width / box.width, room.height / box.height, type);
  const box = scaleOf(focus.all) < LEGIBLE * type ? focus.heart : focus.all;
  const whole = scaleOf(box);
  const scale = Math.min(Math.max(camera.k, COMFORTABLE * type), whole);
  if (scale === camera.k && shows(camera, box, screen)) return camera;
  const x = within(box.x + box.width / 2, scale, picture.width, screen.width);
  const y = within(box.y + box.height / 2, scale, picture.height, screen.height);
  return zoomIdentity.translate(x, y).scale(scale);
}

/** Return the camera with a box in the middle of the screen, near enough to read it. */
export function centred(camera: ZoomTransform, box: Box, screen: Screen): ZoomTransform {
  const whole = Math.min(screen.width / (box.width + 2 * MARGIN), screen.height / (box.height + 2 * MARGIN));
  const scale = Math.min(Math.max(camera.k, COMFORTABLE * typeOf(screen)), whole);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return zoomIdentity.translate(screen.width / 2 - x * scale, screen.height / 2 - y * scale).scale(scale);
}

function shows(camera: ZoomTransform, box: Box, screen: Screen): boolean {
  const left = box.x * camera.k + camera.x;
  const top = box.y * camera.k + camera.y;
  const right = left + box.width * camera.k;
  const bottom = top + box.height * camera.k;
  return (
    left >= MARGIN && top >= MARGIN && right <= screen.width - MARGIN && bottom <= screen.height - MARGIN
  );
}

/** Put a point of one axis into the middle, but no further than needed past the picture's own ends. */
function within(point: number, scale: number, picture: number, screen: number): number {
  const length = picture * scale;
  if (length <= screen) return (screen - length) / 2;
  return Math.min(Math.max(screen / 2 - point * scale, screen - length), 0);
}

/** Return the part of the canvas that is on the screen. */
export function seen(camera: ZoomTransform, screen: Screen): Box {
  return {
    x: -camera.x / camera.k,
    y: -camera.y / camera.k,
    width: screen.width / camera.k,
    height: screen.height / camera.k,
  };
}

/** Return whether all of `box` is inside `outer`. */
export function holds(outer: Box, box: Box): boolean {
  return (
    box.x >= outer.x &&
    box.y >= outer.y &&
    box.x + box.width <= outer.x + outer.width &&
    box.y + box.height <= outer.y + outer.height
  );
}

export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function touches(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
