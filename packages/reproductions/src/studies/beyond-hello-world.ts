import { judgeRatio, judgeValue, type FigureName } from "../claims.ts";
import { allOf, opposite, type Judgement } from "../judgement.ts";
import type { FigureId, StepRuns, Study } from "../study.ts";
import { shortWarmUp } from "./short-warm-up.ts";

const setups = {
  "bare x10": "aiohttp:replicas-10-nginx",
  "gunicorn x10": "aiohttp:gunicorn-x10-nginx",
  "gunicorn of 11 workers x2": "aiohttp:gunicorn-11-x2-nginx",
} as const;
type Setup = keyof typeof setups;

const operations = ["items.get", "items.post", "items.put"] as const;
type Operation = (typeof operations)[number];

/** What 99.9 % of the answers must not exceed, ms. */
const limits: Record<Operation, number> = { "items.get": 100, "items.post": 150, "items.put": 200 };

const figureOf = (setup: Setup, workload: Operation, figure: FigureId): FigureName => ({
  step: "operations",
  variant: setups[setup],
  workload,
  figure,
  name: `${nouns[figure] ?? ""}${setup} on ${workload}`,
});

const nouns: Partial<Record<FigureId, string>> = { memory: "memory of ", p999: "p99.9 of " };

const ofEach = (judge: (operation: Operation) => Judgement): Judgement =>
  allOf(operations.map(judge));

export const beyondHelloWorld: Study = {
  name: "beyond-hello-world",
  title: "Beyond Hello World: Modern, Asynchronous Python in Kubernetes",
  author: "Sean Stewart",
  source: "2019",
  steps: [
    {
      id: "operations",
      title: "GET, POST and PUT of aiohttp with asyncpg, each on its own, 200 connections",
      command: "run",
      options: {
        stack: Object.values(setups).join(","),
        workload: operations.join(","),
        connections: "200",
        rounds: "3",
        duration: "30s",
      },
      short: { duration: "1s", warmup: shortWarmUp },
    },
  ],
  figures: [],
  claims: [
    {
      text: "bare and gunicorn with one worker, ten times each, are nearly equal in throughput (within 10 %)",
      judge: (runs) =>
        ofEach((operation) =>
          judgeRatio(runs, {
            figure: figureOf("gunicorn x10", operation, "throughput"),
            other: figureOf("bare x10", operation, "throughput"),
            from: 0.9,
            to: 1.1,
          }),
        ),
    },
    {
      text: "gunicorn takes about 20 to 30 % more memory (10 to 45 % more)",
      judge: (runs) =>
        ofEach((operation) =>
          judgeRatio(runs, {
            figure: figureOf("gunicorn x10", operation, "memory"),
            other: figureOf("bare x10", operation, "memory"),
            from: 1.1,
            to: 1.45,
          }),
        ),
    },
    {
      text: "eleven workers, twice, take twice the memory of bare or more",
      judge: (runs) =>
        ofEach((operation) =>
          judgeRatio(runs, {
            figure: figureOf("gunicorn of 11 workers x2", operation, "memory"),
            other: figureOf("bare x10", operation, "memory"),
            from: 2,
          }),
        ),
    },
    {
      text: "bare and gunicorn, ten times each, keep 99.9 % of the answers below 100 ms (GET), 150 ms (POST), 200 ms (PUT)",
      judge: (runs) =>
        allOf((["bare x10", "gunicorn x10"] as const).map((setup) => keepsLimits(runs, setup))),
    },
    {
      text: "eleven workers, twice, do not",
      judge: (runs) => {
        const { verdict, by } = keepsLimits(runs, "gunicorn of 11 workers x2");
        return { verdict: opposite[verdict], by };
      },
    },
  ],
  differences: [
    "The study had a cluster of machines; here ten containers share one CPU with their proxy, so that latencies are those of a full CPU. It touches the claims about the limits.",
    "A closed loop of 200 connections, as the study's `hey`: its times are service times, not what users at a fixed rate would wait.",
    "CPU limits of a cluster are no figure of this machine: that eleven workers, twice, need 43 % more of them is not judged.",
  ],
};

/** By the 99.9th percentile of each round, ms. */
function keepsLimits(runs: StepRuns, setup: Setup): Judgement {
  return ofEach((operation) =>
    judgeValue(runs, {
      figure: figureOf(setup, operation, "p999"),
      to: limits[operation],
      unit: "ms",
    }),
  );
}
