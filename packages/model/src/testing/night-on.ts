import type { Night, NightCase } from "../night.ts";

/** What is told of a made-up night; the rest is always the same. */
export interface NightSketch {
  /** Requests/s by variant; the first is the anchor. */
  throughput?: Readonly<Record<string, number>>;
  conditions?: Readonly<Record<string, string>>;
  /** By variant. */
  versions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  images?: string | null;
  harnessCommit?: string;
}

/** The night of a day such as `2026-10-29`. */
export function nightOn(
  day: string,
  {
    throughput = { "node-http:bare": 20_000, "fastify:bare": 15_000 },
    conditions = { kernel: "6.1" },
    versions = {},
    images = null,
    harnessCommit = "a9b1d591f1e0c2d3b4a5968778695a4b3c2d1e0f",
  }: NightSketch = {},
): Night {
  const [anchor = "", base = 1] = Object.entries(throughput)[0] ?? [];
  const cases = Object.entries(throughput).map(([key, figure]): NightCase => {
    const ratio = key === anchor ? null : figure / base;
    return {
      key,
      workload: "hello",
      level: { loop: "closed", connections: 64 },
      generator: "stackbench",
      anchor,
      comparedBy: "throughput",
      ratio: ratio === null ? null : { estimate: ratio, interval: null },
      throughput: { estimate: figure, interval: null },
      cpuMicrosPerRequest: 1e6 / figure,
      p50Ms: 64e3 / figure,
      p99Ms: null,
      errorShare: 0,
      versions: versions[key] ?? { node: "24.21.0" },
      images,
      rounds: [{ round: 1, throughput: figure, ratio, cpuMicrosPerRequest: 1e6 / figure }],
    };
  });
  return {
    schemaVersion: 1,
    runId: `${day.replaceAll("-", "")}-010000-0a1b`,
    startedAt: `${day}T01:00:00.000Z`,
    harnessCommit,
    conditions: { ...conditions },
    cases,
  };
}
