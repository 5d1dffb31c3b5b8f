import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuSecondsOf, type RunRecord } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import { createRunStore } from "@stackbench/store";
import type { Command, CommandInput } from "../command.ts";
import { run } from "../commands/run.ts";
import { parseCommandLine } from "../parse-command-line.ts";
import { readInteger } from "../read-option.ts";
import { startRun } from "../start-run.ts";
import { conclude, type Target } from "./outcome.ts";

export const overheadPerf: Command = {
  name: "overhead",
  summary: "what share of a run's wall time measures, and what the harness itself uses meanwhile",
  options: {
    rounds: { value: "n", help: "rounds", default: "3" },
    json: { help: "stdout is one JSON object: {name, pass, figures}" },
  },
  run: measureOverhead,
};

async function measureOverhead({ values, switches }: CommandInput): Promise<number> {
  const rounds = readInteger("rounds", values["rounds"], 3, { min: 1, max: 100 });
  const stacks = "--stack=node-http:bare,fastify:bare,express:bare";
  const plain = partsOf(await record([stacks, "--workload=hello", `--rounds=${rounds}`]));
  const full = partsOf(
    await record([stacks, "--workload=hello,hash-sort,items", `--rounds=${rounds}`]),
  );
  const targets: Target[] = [
    {
      name: "median bring-up + verify + take-down without a database, s",
      value: plain.besideLoadSeconds,
      atMost: 2,
    },
    {
      name: "median bring-up + verify + take-down with a database, s",
      value: full.besideLoadSeconds,
      atMost: 4,
    },
    {
      name: "share of wall time in warm-up and windows (three 5 s windows a sitting)",
      value: full.measuringShare,
      atLeast: 0.85,
    },
    {
      name: "median CPU of orchestrator and sampler in windows, share of one core",
      value: full.orchestratorCpuShare,
      atMost: 0.02,
    },
  ];
  return conclude("overhead", targets, { plain, full }, switches.has("json"));
}

/** A real run in Docker, kept only for its record. */
async function record(options: readonly string[]): Promise<RunRecord> {
  const out = await mkdtemp(join(tmpdir(), "stackbench-overhead-"));
  try {
    const input = parseCommandLine(run, ["--driver=docker", `--out=${out}`, ...options]);
    await startRun(input, { quiet: true });
    const store = createRunStore(out);
    const [runId] = await store.list();
    return await store.read(runId!);
  } finally {
    await rm(out, { recursive: true });
  }
}

function partsOf(record: RunRecord) {
  const { warmupSeconds, durationSeconds } = record.plan.experiment;
  const measured = record.windows.filter((window) => window.status === "measured");
  const timings = record.sittings.map((sitting) => sitting.timings);
  return {
    sittings: timings.length,
    windows: measured.length,
    wallSeconds: record.wallSeconds ?? Number.NaN,
    bringUpSeconds: median(timings.map((t) => t.bringUpSeconds)),
    verifySeconds: median(timings.map((t) => t.verifySeconds)),
    takeDownSeconds: median(timings.map((t) => t.takeDownSeconds)),
    besideLoadSeconds: median(
      timings.map((t) => t.bringUpSeconds + t.verifySeconds + t.takeDownSeconds),
    ),
    measuringShare:
      (measured.length * (warmupSeconds + durationSeconds)) / (record.wallSeconds ?? Number.NaN),
    orchestratorCpuShare: median(
      measured.flatMap(({ use }) => {
        const own = use.services.orchestrator;
        return own ? [cpuSecondsOf(own) / use.seconds] : [];
      }),
    ),
  };
}
