import type { Caution, Failure, RunRecord } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { runOf, type CaseSketch, type WindowSketch } from "./run-of.ts";

const oneCpu: Caution = {
  kind: "single-cpu-cluster",
  severity: "note",
  message: "2 workers shared one CPU",
};
const bound: Caution = {
  kind: "generator-bound",
  severity: "unranked",
  message: "a generator thread used 99 % of its CPU while the server's CPUs were 71 % busy",
};
const stolen: Caution = {
  kind: "steal",
  severity: "invalid",
  message: "24 % of the machine's CPU time was stolen (limit 20 %)",
};
const failing: Caution = {
  kind: "errors",
  severity: "invalid",
  message: "0.4 % of requests failed (limit 0.1 %)",
};
const someStolen: Caution = {
  kind: "steal",
  severity: "note",
  message: "9.1 % of the machine's CPU time was stolen (limit 5.0 %)",
};
const wrongAnswer: Failure = {
  stage: "verify",
  message:
    'GET /hash-sort?loopCount=1&seed=7: expected {"loopCount":1,"seed":7,"checksum":"d7e2cba749472cbd…"}, got {"loopCount":1,"seed":7,"checksum":"0000000000000000…"} (and 3 more differences)',
  logLines: ["listening on 0.0.0.0:8000", "TypeError: Cannot read properties of undefined"],
};
const killed: Failure = {
  stage: "window",
  message: "app killed for memory (limit 64 MiB) under load",
  logLines: [],
};

/** How much of its usual throughput the machine gives in each round. */
const drift = [1, 0.985, 1.021, 0.94, 1.01, 0.97, 1.003, 1.04, 0.99, 1.015, 0.96, 1.008, 0.978];
const rounds = drift.length - 1;

/** Fifteen variants of five stacks, three workloads, twelve rounds and one in place of another, and most of what can happen to them. */
export function realisticRun(): RunRecord {
  const hello: [string, number, Caution[]][] = [
    ["nginx:one-worker", 61_200, [bound]],
    ["nginx:auto", 62_800, [bound, oneCpu]],
    ["node-http:bare", 24_310, []],
    ["node-http:cluster", 24_120, [oneCpu]],
    ["node-http:nginx", 9_840, []],
    ["node-http:nginx-unix", 10_470, []],
    ["node-http:cluster-nginx", 9_512, [oneCpu]],
    ["fastify:bare", 17_950, []],
    ["fastify:cluster", 17_340, [oneCpu]],
    ["fastify:nginx", 8_420, []],
    ["express:bare", 12_030, []],
    ["aiohttp:bare", 5_210, []],
    ["aiohttp:gunicorn", 4_987, []],
    ["aiohttp:gunicorn-11", 4_120, [oneCpu]],
  ];
  const random = seededRandom(11);
  const cases: CaseSketch[] = hello.flatMap(([variant, throughput, cautions]) => {
    const steady = (factor: number): CaseSketch["rounds"] =>
      drift.map((share, index) => {
        const noise = 1 + 0.016 * (random() - 0.5);
        const own = index === 1 ? [...cautions, someStolen] : cautions;
        return sketch(throughput * factor * share * noise, own);
      });
    if (variant.startsWith("nginx")) return [{ variant, workload: "hello", rounds: steady(1) }];
    return [
      { variant, workload: "hello", rounds: steady(1) },
      { variant, workload: "hash-sort", rounds: steady(0.0007) },
      { variant, workload: "items", rounds: steady(0.21) },
    ];
  });
  cases.push(
    ...(["hello", "hash-sort", "items"] as const).map((workload) => ({
      variant: "express:cluster",
      workload,
      rounds: drift.map(() => wrongAnswer),
    })),
  );
  roundsOf(cases, "express:bare", "items")[1] = killed;
  roundsOf(cases, "aiohttp:bare", "items")[2] = sketch(1_000, [stolen]);
  const noisy = roundsOf(cases, "node-http:nginx", "hello");
  for (const round of noisy.keys()) noisy[round] = sketch(9_000, [failing]);
  return runOf({
    cases,
    rounds,
    spareRounds: 1,
    experiment: { anchor: "node-http:bare" },
  });
}

function sketch(throughput: number, cautions: Caution[]): WindowSketch {
  return { throughput, cautions };
}

function roundsOf(cases: CaseSketch[], variant: string, workload: string): CaseSketch["rounds"] {
  return cases.find((entry) => entry.variant === variant && entry.workload === workload)!.rounds;
}
