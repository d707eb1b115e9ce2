/** The tools, in the order of their tabs. */

import { CheckTool } from "./check";
import { DescentTool } from "./descent";
import { JacobianTool } from "./jacobian";
import { ModesTool } from "./modes";
import { StepTool } from "./step";
import type { Deeds, Tool } from "./tool";

export function toolsFor(deeds: Deeds): readonly Tool[] {
  return [
    new StepTool(deeds),
    new JacobianTool(deeds),
    new ModesTool(deeds),
    new CheckTool(deeds),
    new DescentTool(deeds),
  ];
}
