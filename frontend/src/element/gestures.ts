/** Moving the picture with mouse, touch, wheel and keys. */

import { interpolateZoom } from "d3-interpolate";
import { select } from "d3-selection";
import {
  type D3ZoomEvent,
  type ZoomBehavior,
  type ZoomTransform,
  zoom,
  zoomIdentity,
  zoomTransform,
} from "d3-zoom";
import { CLOSEST, type Screen } from "../view/camera";
import { Clock, type Motion } from "../view/motion";

const FURTHEST = 0.01;
const GLIDE = 420;
const PAN = 60;
const NEARER = 1.25;

export class Gestures {
  readonly #behavior: ZoomBehavior<SVGSVGElement, unknown>;
  readonly #clock = new Clock();

  /**
   * `moved` is called with each new camera, and with whether a person moved it.
   * `mayZoom` says whether the wheel belongs to the picture, or to the page around it; `screen` how large it is.
   */
  constructor(
    readonly root: SVGSVGElement,
    readonly moved: (camera: ZoomTransform, byPerson: boolean) => void,
    mayZoom: (event: WheelEvent) => boolean,
    screen: () => Screen,
  ) {
    this.#behavior = zoom<SVGSVGElement, unknown>()
      .extent(() => {
        const { width, height } = screen();
        return [
          [0, 0],
          [width, height],
        ];
      })
      .scaleExtent([FURTHEST, CLOSEST])
      .filter((event: Event) =>
        event instanceof WheelEvent ? mayZoom(event) : !(event as MouseEvent).button,
      )
      .clickDistance(4)
      .on("zoom", (event: D3ZoomEvent<SVGSVGElement, unknown>) =>
        this.moved(event.transform, event.sourceEvent !== null),
      );
    select(root).call(this.#behavior).on("dblclick.zoom", null);
  }

  get camera(): ZoomTransform {
    return zoomTransform(this.root);
  }

  /** Put the camera there at once. */
  set(camera: ZoomTransform): void {
    this.#clock.finish();
    this.#apply(camera);
  }

  /** Let the camera glide there, as far as things may move. */
  glide(camera: ZoomTransform, screen: Screen, motion: Motion): void {
    const from = this.camera;
    if (near(from, camera)) return;
    if (motion === "fade") {
      this.set(camera);
      return;
    }
    const path = interpolateZoom(viewOf(from, screen), viewOf(camera, screen));
    void this.#clock.run(GLIDE, (progress) => {
      this.#apply(progress === 1 ? camera : cameraOf(path(smooth(progress)), screen));
    });
  }

  zoomBy(steps: number): void {
    this.#clock.finish();
    this.#behavior.scaleBy(select(this.root), NEARER ** steps);
    this.moved(this.camera, true);
  }

  panBy(right: number, down: number): void {
    this.#clock.finish();
    this.#behavior.translateBy(
      select(this.root),
      (-right * PAN) / this.camera.k,
      (-down * PAN) / this.camera.k,
    );
    this.moved(this.camera, true);
  }

  /** Bring a point of the canvas to the middle of the screen. */
  centre(x: number, y: number): void {
    this.#clock.finish();
    this.#behavior.translateTo(select(this.root), x, y);
    this.moved(this.camera, true);
  }

  #apply(camera: ZoomTransform): void {
    this.#behavior.transform(select(this.root), camera);
  }
}

type View = [number, number, number];

function viewOf(camera: ZoomTransform, screen: Screen): View {
  const [x, y] = camera.invert([screen.width / 2, screen.height / 2]);
  return [x, y, screen.width / camera.k];
}

function cameraOf([x, y, width]: View, screen: Screen): ZoomTransform {
  const scale = screen.width / width;
  return zoomIdentity.translate(screen.width / 2 - x * scale, screen.height / 2 - y * scale).scale(scale);
}

function near(a: ZoomTransform, b: ZoomTransform): boolean {
  return Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && Math.abs(a.k - b.k) < 0.001;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** The wheel zooms where the page has nothing to scroll, while the view has the focus, and with Control. */
export function mayZoom(view: Element, event: WheelEvent): boolean {
  const page = document.documentElement;
  const scrolls = page.scrollHeight > page.clientHeight + 1 || window.parent !== window;
  return event.ctrlKey || !scrolls || view.matches(":focus, :focus-within");
}
