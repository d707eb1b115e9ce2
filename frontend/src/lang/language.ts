/** What every language of the page must be able to say. */

import type { Opening } from "../timeline/openings";
import type { Costs } from "../wire/graph";
import type { CellWords } from "./cells";
import type { CheckWords } from "./check";
import type { CodingWords } from "./coding";
import type { DescentWords } from "./descent";
import type { Facts } from "./facts";
import type { FoldingWords } from "./folding";
import type { ForgottenWords } from "./forgotten";
import type { JacobianWords } from "./jacobian";
import type { ModesWords } from "./modes";
import type { PresentWords } from "./present";
import type { WholeWords } from "./whole";

export type Code = "en" | "es";

export interface Language {
  readonly code: Code;
  readonly name: string;

  /** The view and its controls. The names of the controls are part of the page's contract. */
  readonly view: {
    readonly graph: string;
    readonly first: string;
    readonly back: string;
    readonly play: string;
    readonly pause: string;
    readonly forward: string;
    readonly last: string;
    readonly nextPhase: string;
    readonly speed: string;
    readonly step: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    readonly overview: string;
    readonly forwardPass: string;
    readonly backwardPass: string;
    readonly loading: string;
    readonly stale: string;
    readonly empty: string;
    readonly before: string;
    readonly added: string;
    /** A contribution, by the node through which it comes. */
    readonly via: (name: string) => string;
    readonly summed: (axes: readonly number[]) => string;
    readonly rule: (mode: "vjp" | "jvp", operation: string) => string;
  };

  /** The playground around it. */
  readonly app: {
    readonly tagline: string;
    readonly program: string;
    readonly examples: string;
    readonly output: string;
    readonly lastValue: string;
    readonly share: string;
    readonly shareTitle: string;
    readonly shareLink: string;
    readonly shareEmbed: string;
    readonly copy: string;
    readonly copyLatex: string;
    readonly toolStep: string;
    readonly transcript: string;
    readonly download: string;
    readonly copied: string;
    readonly close: string;
    readonly help: string;
    readonly helpTitle: string;
    readonly theme: string;
    readonly language: string;
    readonly explanation: string;
    readonly rule: string;
    readonly ruleHere: string;
    readonly shapes: string;
    readonly localDerivative: string;
    readonly selected: string;
    readonly contribution: string;
    readonly total: string;
    readonly noGradient: string;
    readonly showProgram: string;
    readonly showExplanation: string;
    readonly resize: string;
    readonly waiting: string;
    readonly keys: readonly (readonly [string, string])[];
    readonly theLanguage: string;
    /** Pieces of a program, each with what it is for. */
    readonly pieces: readonly (readonly [string, string])[];
    readonly operations: string;
    readonly findOperation: string;
    readonly noOperation: string;
    /** The heading of a family of operations, by the service's name for it. */
    readonly families: Readonly<Record<string, string>>;
    readonly printed: string;
    readonly lastGood: string;
    readonly brokenLink: string;
    readonly unreachable: string;
    readonly unreachableHint: string;
  };

  readonly check: CheckWords;
  readonly jacobian: JacobianWords;
  readonly modes: ModesWords;
  readonly folding: FoldingWords;
  readonly present: PresentWords;
  readonly coding: CodingWords;
  readonly whole: WholeWords;
  readonly cells: CellWords;
  readonly descent: DescentWords;

  readonly forgotten: ForgottenWords;
  readonly kinds: Readonly<Record<"leaf" | "constant" | "operation" | "broadcast", string>>;
  readonly stepOf: (step: number, steps: number) => string;
  readonly line: (line: number) => string;
  readonly selectedTotal: (count: number) => string;
  /** What opens a composite operation, or closes it. */
  readonly opening: (opening: Opening) => string;
  /** What all derivatives take in either mode. */
  readonly cost: (costs: Costs) => string;
  readonly sentence: (facts: Facts) => string;
}
