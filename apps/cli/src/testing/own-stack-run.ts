import { join } from "node:path";
import { temporaryResults } from "./temporary-results.ts";
import { writeOwnStack } from "./write-own-stack.ts";

/** The command line of a run of seconds: two variants of a stack of its own, six windows. To be asked for outside of tests. */
export function ownStackRun(): string[] {
  const place = temporaryResults();
  const folder = join(place, "my-app");
  writeOwnStack(folder);
  return [
    "--stack",
    folder,
    "--driver=process",
    "--no-calibration",
    "--rounds=3",
    "--connections=4",
    "--duration=0.3",
    "--warmup=0",
    `--out=${join(place, "runs")}`,
  ];
}
