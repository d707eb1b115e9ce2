/** The graph JSON's types, under names that do not clash with the browser's own. */

export type {
  Code,
  Costs,
  Descent,
  Edge as GraphEdge,
  Entry as OperationEntry,
  Example,
  FullArray,
  Graph,
  Group as GraphGroup,
  Local,
  Node as GraphNode,
  Note,
  PreviewArray,
  Problem,
  Span,
  Step,
  Unbroadcast,
} from "./schema";

import type { Code, FullArray, PreviewArray } from "./schema";

export type CodeTarget = Code["target"];
export type ArrayJson = FullArray | PreviewArray;
export type Shape = readonly number[];
