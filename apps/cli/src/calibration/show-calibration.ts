import {
  type Conditions,
  describeValidity,
  validityOf,
  readCalibration,
} from "@stackbench/calibration";
import { exitCodes, say, show, showJson } from "@stackbench/terminal";
import type { RunPorts } from "@stackbench/runner";
import { renderCalibration } from "./render-calibration.ts";

export interface Show {
  path: string;
  conditions: Conditions;
  ports: Pick<RunPorts, "generator">;
  json: boolean;
}

/** Prints what is kept for this machine, and whether it holds. Measures nothing. Gives the exit code: 1 where none holds. */
export async function showCalibration({ path, conditions, ports, json }: Show): Promise<number> {
  const kept = await readCalibration(path);
  if (kept.found !== "calibration") {
    const reason =
      kept.found === "nothing"
        ? "no calibration is kept for this machine, driver and division of the CPUs"
        : `${path} is ignored (${kept.reason})`;
    if (json) showJson({ path, calibration: null, stale: reason });
    else say(`${reason}; \`pnpm bench calibrate\` makes one`);
    return exitCodes.failed;
  }
  const { calibration } = kept;
  const validity = validityOf(calibration, conditions, ports);
  if (json) showJson({ path, ...validity, calibration });
  else {
    const table = renderCalibration(calibration);
    show(`${table}\nkept in ${path}\n${describeValidity(validity)}\n`);
  }
  return validity.stale === null ? exitCodes.ok : exitCodes.failed;
}
