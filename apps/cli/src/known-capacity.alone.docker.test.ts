import { rateWithinP99 } from "@stackbench/experiments/testing";
import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const patienceMs = 400_000;

const out = temporaryResults();

/**
 * A server that serves 32 at once for 40 ms each: 800 requests/s and no more. Its `stack.json` says so. So long a time
 * makes what a busy machine adds to it small.
 */
const server = "packages/reference-servers/reference-servers:places";
const [places, serviceMs] = [32, 40];
const most = (places / serviceMs) * 1000;

async function ask(...args: string[]) {
  const { code, stdout, stderr } = await runBench([
    ...args,
    `--stack=${server}`,
    "--driver=docker",
    "--no-calibration",
    "--seed=1",
    "--json",
    `--out=${out}`,
  ]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as unknown;
}

interface Answer {
  keepsPerSecond: number;
  failsPerSecond: number;
}

test(
  "capacity finds within 5 % what a queue of so many places allows under a limit",
  async () => {
    const truth = rateWithinP99({ places, serviceMs, warmupSeconds: 1, seconds: 4 }, 150);
    // Of what it can serve at all, most and not all.
    expect(truth / most).toBeGreaterThan(0.9);
    expect(truth / most).toBeLessThan(1.02);
    const { capacities } = (await ask(
      "capacity",
      "--slo=p99<150ms",
      "--rates=600..1000",
      "--duration=4",
    )) as { capacities: { answer: Answer }[] };
    const { keepsPerSecond, failsPerSecond } = capacities[0]!.answer;
    expect(failsPerSecond / keepsPerSecond).toBeLessThan(1.05);
    expect(keepsPerSecond / truth, `${keepsPerSecond} of ${truth}`).toBeGreaterThan(0.95);
    expect(keepsPerSecond / truth, `${keepsPerSecond} of ${truth}`).toBeLessThan(1.05);
  },
  patienceMs,
);

test(
  "sweep finds the knee at as many connections as there are places, and the asymptote",
  async () => {
    const { curves } = (await ask(
      "sweep",
      "--connections=8,16,32,64,128",
      "--rounds=3",
      "--duration=1",
      "--warmup=0.3",
    )) as { curves: { saturation: Saturation }[] };
    const { knee, levelsOffAt, asymptote, saturatesAt } = curves[0]!.saturation;
    expect({ knee, levelsOffAt }).toEqual({ knee: places, levelsOffAt: places });
    expect(asymptote.estimate / most).toBeGreaterThan(0.95);
    expect(asymptote.estimate / most).toBeLessThan(1.05);
    expect(saturatesAt.estimate / places).toBeGreaterThan(0.95);
    expect(saturatesAt.estimate / places).toBeLessThan(1.05);
  },
  patienceMs,
);

interface Saturation {
  knee: number | null;
  levelsOffAt: number;
  asymptote: { estimate: number };
  saturatesAt: { estimate: number };
}
