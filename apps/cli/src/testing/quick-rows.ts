import { readFile } from "node:fs/promises";
import { join } from "node:path";

const brief = ["--no-calibration", "--connections=4", "--warmup=0", "--seed=7"];

/** Options of a run of so many windows for each of its servers, of a fraction of a second if not told otherwise. */
export const quickRounds = (rounds: number, seconds = 0.3): string[] => [
  ...brief,
  `--rounds=${rounds}`,
  `--duration=${seconds}`,
];
export const quick = quickRounds(1);

/** Windows of a fraction of a second may be invalid on a busy machine: what counts is that each was held. */
export const held = (status: string) => (status === "invalid" ? "measured" : status);

/** What tests look at of a run's `--json`. */
export interface Rows {
  runId: string;
  rows: {
    stack: string;
    variant: string;
    workload: string;
    status: string;
    cpuUserMicrosPerRequest: number | null;
    cautions: { kind: string; message: string }[];
    failure?: { stage: string; message: string };
    windows: { measured: number };
  }[];
}

/** How the servers of a run were reached, as it says; `out`: the folder of its results. */
export async function reachedIn(out: string, runId: string): Promise<unknown[]> {
  const run = JSON.parse(await readFile(join(out, runId, "run.json"), "utf8")) as {
    variants: { reached?: unknown }[];
  };
  return run.variants.map(({ reached }) => reached);
}
