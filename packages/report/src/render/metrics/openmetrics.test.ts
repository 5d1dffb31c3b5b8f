import { expect, test } from "vitest";
import { summarise } from "../../summarise.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderOpenMetrics } from "./openmetrics.ts";

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
  at: number;
}

interface Family {
  type: string;
  unit: string | undefined;
  samples: Sample[];
}

const escapes: Record<string, string> = { "\\n": "\n", '\\"': '"', "\\\\": "\\" };

/**
 * The grammar of OpenMetrics 1.0 (its ABNF, and the rules for metadata: before the samples, a unit that ends the name,
 * families together, `# EOF` at the end and once), as far as gauges, summaries of quantiles and info go. Throws.
 */
function parse(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  if (!text.endsWith("# EOF\n") || text.match(/^# EOF$/gm)!.length !== 1) throw new Error("EOF");
  let current: { name: string; family: Family } | undefined;
  for (const line of text.slice(0, -"# EOF\n".length).trimEnd().split("\n")) {
    const meta = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (meta) {
      const [, kind, name, rest] = meta as unknown as [string, string, string, string];
      if (kind === "TYPE") {
        if (families.has(name)) throw new Error(`${name} twice`);
        current = { name, family: { type: rest, unit: undefined, samples: [] } };
        families.set(name, current.family);
      }
      if (current?.name !== name || current.family.samples.length > 0) throw new Error(line);
      if (kind === "UNIT") {
        if (!name.endsWith(`_${rest}`)) throw new Error(`unit: ${line}`);
        current.family.unit = rest;
      }
      continue;
    }
    const sample =
      /^([a-zA-Z_:][\w:]*)\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (\S+) (\S+)$/.exec(
        line,
      );
    if (!sample || !current) throw new Error(`sample: ${line}`);
    const [, name, labels, value, at] = sample as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    if (name !== current.name + (current.family.type === "info" ? "_info" : ""))
      throw new Error(line);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, label, written]) =>
        [label!, written!.replaceAll(/\\[\\n"]/g, (found) => escapes[found]!)] as const,
    );
    if (new Set(pairs.map(([label]) => label)).size !== pairs.length) throw new Error(line);
    const found = Object.fromEntries(pairs);
    const isSame = (one: Sample): boolean => JSON.stringify(one.labels) === JSON.stringify(found);
    if (current.family.samples.some(isSame)) throw new Error(`twice: ${line}`);
    current.family.samples.push({
      name,
      labels: found,
      value: Number(value),
      at: Number(at),
    });
  }
  return families;
}

const rounds = [1, 0.98, 1.02, 1.01, 0.99, 1].map((share) => ({ throughput: 9000 * share }));
const run = runOf({
  rounds: 6,
  cases: [
    { variant: "a:bare", workload: "hello", rounds },
    { variant: "a:bare", workload: "items", ratePerSecond: 2000, rounds },
  ],
});
const table = summarise(run);

test("figures are in base units, at the time of the run's beginning", () => {
  const families = parse(renderOpenMetrics(table));
  const [closed, open] = table.rows;
  const throughput = families.get("stackbench_throughput_requests_per_second")!;
  expect(throughput.type).toBe("gauge");
  expect(throughput.samples[0]).toEqual({
    name: "stackbench_throughput_requests_per_second",
    labels: {
      stack: "a",
      variant: "bare",
      workload: "hello",
      loop: "closed",
      connections: "64",
      generator: "stackbench",
    },
    value: closed!.throughput!.estimate,
    at: Date.parse(run.startedAt) / 1000,
  });
  const latency = families.get("stackbench_latency_seconds")!;
  expect({ type: latency.type, unit: latency.unit }).toEqual({ type: "summary", unit: "seconds" });
  expect(latency.samples.map(({ labels }) => [labels["rate"], labels["quantile"]])).toEqual([
    ["2000", "0.5"],
    ["2000", "0.9"],
    ["2000", "0.99"],
    ["2000", "0.999"],
  ]);
  expect(latency.samples[2]!.value).toBeCloseTo(open!.latency!.p99Ms! / 1000, 12);
  const reach = families.get("stackbench_latency_interval_seconds")!;
  const p99 = reach.samples.filter(({ labels }) => labels["quantile"] === "0.99");
  expect(p99.map(({ labels, value }) => [labels["bound"], value])).toEqual([
    ["low", open!.latency!.p99Interval!.low / 1000],
    ["high", open!.latency!.p99Interval!.high / 1000],
  ]);
  const cpu = families.get("stackbench_cpu_per_request_seconds")!.samples[0]!;
  expect(cpu.value * 1e6).toBeCloseTo(
    closed!.cpuUserMicrosPerRequest! + closed!.cpuSystemMicrosPerRequest!,
  );
  expect(families.get("stackbench_run")!.samples[0]!.labels).toMatchObject({
    run_id: run.runId,
    kernel: run.fingerprint.kernel,
  });
});

test("labels from outside are escaped, and come back on one line", () => {
  const key = 'a"b\\c\n# EOF:x} 1';
  const hostile = runOf({ rounds: 6, cases: [{ variant: key, workload: "hello", rounds }] });
  const families = parse(renderOpenMetrics(summarise(hostile)));
  const { labels } = families.get("stackbench_throughput_requests_per_second")!.samples[0]!;
  expect(labels).toMatchObject({ stack: 'a"b\\c # EOF', variant: "x} 1" });
});

test("a run of most that can happen is well-formed, and no value is unknown", () => {
  const families = parse(renderOpenMetrics(summarise(realisticRun())));
  const values = [...families.values()].flatMap(({ samples }) => samples.map(({ value }) => value));
  expect(values.length).toBeGreaterThan(200);
  expect(values.every(Number.isFinite)).toBe(true);
  const { samples } = families.get("stackbench_memory_bytes")!;
  expect(samples.some(({ labels }) => labels["stack"] === "express")).toBe(true);
});

test("a run without a figure is the run alone", () => {
  const empty = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [] }] });
  expect([...parse(renderOpenMetrics(summarise(empty))).keys()]).toEqual(["stackbench_run"]);
});
