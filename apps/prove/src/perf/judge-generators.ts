import { plainTable } from "@stackbench/terminal";
import { type GeneratorId } from "@stackbench/model";
import { generatorIds, generatorFor } from "@stackbench/session";
import { median } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "../outcome.ts";

export const modes = ["keep-alive", "close"] as const;
export type Mode = (typeof modes)[number];

/** One window of one generator. */
export interface Reading {
  round: number;
  mode: Mode;
  connections: number;
  generator: GeneratorId;
  /** Requests/s by the server's count and the generator's clock. */
  servedPerSecond: number;
  reportedPerSecond: number;
  /** Successes the generator reported ÷ requests the server counted. */
  reportedOverTrue: number;
  cpuMicrosPerRequest: number;
  errors: number;
}

/** A generator in one mode with so many connections: medians over the rounds, ratios to wrk in the same round. */
interface GeneratorFigures {
  mode: Mode;
  connections: number;
  generator: GeneratorId;
  rounds: number;
  servedPerSecond: number;
  ratioToWrk: number;
  ratioToWrkMin: number;
  ratioToWrkMax: number;
  cpuRatioToWrk: number;
  cpuMicrosPerRequest: number;
  reportedOverTrue: number;
  errors: number;
}

/** Pure. */
export function judgeGenerators(
  readings: readonly Reading[],
): Judgement<{ summary: GeneratorFigures[]; readings: readonly Reading[] }> {
  const summary = summariseGenerators(readings);
  return {
    text: describeGenerators(summary),
    targets: targetsOf(summary),
    figures: { summary, readings },
  };
}

/** In the order of connections, modes and generators; those without a reading are left out. */
function summariseGenerators(readings: readonly Reading[]): GeneratorFigures[] {
  const counts = [...new Set(readings.map(({ connections }) => connections))].toSorted(
    (a, b) => a - b,
  );
  return counts.flatMap((connections) =>
    modes.flatMap((mode) => {
      const arms = readings.filter((r) => r.mode === mode && r.connections === connections);
      return generatorIds.flatMap((generator) => {
        const own = arms.filter((r) => r.generator === generator);
        return own.length === 0 ? [] : [figuresOf(own, arms)];
      });
    }),
  );
}

function figuresOf(own: readonly Reading[], arms: readonly Reading[]): GeneratorFigures {
  const { mode, connections, generator } = own[0]!;
  const ratios = own.flatMap((reading) => {
    const wrk = arms.find(
      (r) => r.generator === generatorFor("yardstick") && r.round === reading.round,
    );
    return wrk
      ? [
          {
            throughput: reading.servedPerSecond / wrk.servedPerSecond,
            cpu: reading.cpuMicrosPerRequest / wrk.cpuMicrosPerRequest,
          },
        ]
      : [];
  });
  const throughputs = ratios.map(({ throughput }) => throughput);
  return {
    mode,
    connections,
    generator,
    rounds: own.length,
    servedPerSecond: median(own.map((r) => r.servedPerSecond)),
    ratioToWrk: median(throughputs),
    ratioToWrkMin: Math.min(...throughputs),
    ratioToWrkMax: Math.max(...throughputs),
    cpuRatioToWrk: median(ratios.map(({ cpu }) => cpu)),
    cpuMicrosPerRequest: median(own.map((r) => r.cpuMicrosPerRequest)),
    reportedOverTrue: median(own.map((r) => r.reportedOverTrue)),
    errors: own.reduce((sum, r) => sum + r.errors, 0),
  };
}

/** As fast as wrk with the usual number of connections, and nearly so with thousands. */
function targetsOf(figures: readonly GeneratorFigures[]): Target[] {
  const ours = figures.filter(({ generator }) => generator === generatorFor("main"));
  return ours.flatMap((one): Target[] => {
    const where = `${one.mode}, ${one.connections} connections`;
    const isUsual = one.connections <= 64;
    return [
      {
        name: `median requests/s ratio to wrk, ${where}`,
        value: one.ratioToWrk,
        atLeast: isUsual ? 1 : 0.95,
      },
      ...(isUsual
        ? [{ name: `median CPU ratio to wrk, ${where}`, value: one.cpuRatioToWrk, atMost: 1 }]
        : []),
      {
        name: `median reported / true, ${where}`,
        value: one.reportedOverTrue,
        atLeast: 0.995,
        atMost: 1.005,
      },
    ];
  });
}

function describeGenerators(figures: readonly GeneratorFigures[]): string {
  return plainTable(
    [
      "connections",
      "mode",
      "generator",
      "req/s served",
      "ratio to wrk (min to max)",
      "CPU µs/request",
      "CPU ratio",
      "reported/true",
      "errors",
    ],
    figures.map((one) => [
      `${one.connections}`,
      one.mode,
      one.generator,
      decimals(one.servedPerSecond, 0),
      `${decimals(one.ratioToWrk, 3)} (${decimals(one.ratioToWrkMin, 3)} to ${decimals(one.ratioToWrkMax, 3)})`,
      decimals(one.cpuMicrosPerRequest, 1),
      decimals(one.cpuRatioToWrk, 3),
      decimals(one.reportedOverTrue, 4),
      `${one.errors}`,
    ]),
  );
}
