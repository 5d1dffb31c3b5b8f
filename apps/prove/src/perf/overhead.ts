import { measurementOf } from "@stackbench/experiments";
import { type Command, type CommandInput, readInteger } from "@stackbench/terminal";
import { jsonOption } from "../json-option.ts";
import { holdTimedRun } from "./hold-timed-run.ts";
import { judgeOverhead } from "./judge-overhead.ts";
import { conclude } from "../outcome.ts";

/** What people run who name nothing but workloads. */
const stacks = ["node-http:bare", "fastify:bare", "express:bare"];

export const overheadPerf: Command = {
  name: "overhead",
  summary: "what a run's wall time goes to, and what the harness itself uses while it measures",
  options: {
    rounds: { value: "n", help: "rounds", default: "3; 1 with --short" },
    short: {
      help: "two stacks, two workloads, and bounds that only a gross miss breaks, on a busy machine too",
    },
    ...jsonOption,
  },
  run: measureOverhead,
};

async function measureOverhead({ values, switches }: CommandInput): Promise<number> {
  const short = switches.has("short");
  const rounds = readInteger("rounds", values["rounds"], short ? 1 : 3, { min: 1, max: 100 });
  const [chosen, workloads] = short
    ? [stacks.slice(0, 2), "hello,items"]
    : [stacks, "hello,hash-sort,items"];
  const measurement = measurementOf({ workload: workloads, rounds: String(rounds) });
  const timed = await holdTimedRun(chosen, measurement);
  return conclude("overhead", judgeOverhead(timed, short), switches.has("json"));
}
