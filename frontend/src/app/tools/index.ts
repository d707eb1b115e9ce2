/** The tools, in the order of their tabs. */

import { CheckTool } from "./check";
import { StepTool } from "./step";
import type { Deeds, Tool } from "./tool";

export function toolsFor(deeds: Deeds): readonly Tool[] {
  return [new StepTool(deeds), new CheckTool(deeds)];
}
