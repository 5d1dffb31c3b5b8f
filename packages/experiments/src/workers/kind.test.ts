import { parseCommandLine } from "@stackbench/terminal";
import { summarise } from "@stackbench/report";
import { runOf, service, type WindowSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { workers } from "./kind.ts";

type Law = (workers: number, threads: number) => number;
interface Made {
  /** Requests/s by workers and threads. */
  law: Law;
  counts?: number[];
  threads?: number[];
  rounds?: number;
  more?: (workers: number, threads: number, round: number) => Partial<WindowSketch>;
}

const key = (count: number, threads: number): string => `a:gunicorn-w${count}-t${threads}`;
const mebibyte = 2 ** 20;

/** Six rounds at each size on one CPU; a worker takes 20 MiB, beside 10 MiB for all. 2n+1 is 3. */
function runWith({ law, counts = [1, 3, 8], threads = [1, 4], rounds = 6, more }: Made) {
  const sizes = counts.flatMap((count) => threads.map((each) => [count, each] as const));
  return runOf({
    rounds,
    infos: Object.fromEntries(
      sizes.map(([count, each]) => [key(count, each), { workers: count, threads: each }]),
    ),
    cases: sizes.map(([count, each]) => ({
      variant: key(count, each),
      workload: "upstream",
      rounds: Array.from({ length: rounds }, (_, round) => ({
        // One percent more with every round: the machine's, and the same for all sizes.
        throughput: law(count, each) * (1 + round / 100),
        use: { services: { app: service(2, 1, (10 + 20 * count) * mebibyte) } },
        ...more?.(count, each, round + 1),
      })),
    })),
    run: { question: { kind: "workers", details: { variant: "a:gunicorn", cpuCount: 1 } } },
  });
}

function conclude(made: Made) {
  const run = runWith(made);
  const { table, ...outcome } = workers.conclude(run, summarise(run));
  const text = table({ columns: 160, colour: false });
  return { ...outcome, text, answer: text.trim().split("\n\n")[0]!.replaceAll("\n", " ") };
}

test("work that waits: every worker and every thread serves another request at once", () => {
  const { answer, code, json } = conclude({ law: (count, threads) => 20 * count * threads });
  expect(code).toBe(0);
  expect(answer).toBe(
    "a:gunicorn, upstream, 64 connections, on 1 CPU: 8 workers of 4 threads serve most, 656 (640 to 672) requests/s; " +
      "with 4 threads each throughput is highest at 8 workers, the most tried; " +
      "2n+1 (3 workers) serves 37.5 % (37.5 to 37.5) of the best; " +
      "more threads help this work (1 to 4 with 1 worker: ×4.00, ×4.00 to ×4.00), " +
      "more workers help this work (1 to 8 with 1 thread each: ×8.00, ×8.00 to ×8.00).",
  );
  expect(json).toMatchObject({
    variant: "a:gunicorn",
    grids: [
      {
        workload: "upstream",
        connections: 64,
        best: { workers: 8, threads: 4, memoryBytes: 170 * mebibyte },
        effects: { workers: { verdict: "helps" }, threads: { verdict: "helps" } },
      },
    ],
  });
});

test("work that computes on one CPU: more of either only cost memory", () => {
  const { answer, text } = conclude({ law: (count, threads) => 100 - count / 2 - threads / 10 });
  expect(answer).toContain("1 worker of 1 thread serves most, 102 (99.4 to 104) requests/s");
  expect(answer).toContain(
    "with 1 thread each more than 1 worker only cost memory (30 MiB at 1, 170 MiB at 8; throughput −3.5 %, −3.6 to −3.4)",
  );
  expect(answer).toContain("2n+1 (3 workers) serves 99.0 % (99.0 to 99.0) of the best");
  expect(answer).toContain("more threads do not help (1 to 4 with 1 worker: −0.4 %");
  expect(answer).toContain("more workers do not help (1 to 3 with 1 thread each: −1.0 %");
  const lines = text.split("\n").filter((line) => line.includes("only memory"));
  // Both numbers of threads: 3 and 8 workers, and not the one.
  expect(lines.filter((line) => /^ +64 +[38] +[14] /.test(line))).toHaveLength(4);
});

test("the leanest within 5 % is named, and too many workers that cost throughput too", () => {
  const { answer, text } = conclude({
    law: (count) => ({ 1: 97, 3: 100, 8: 80 })[count]!,
    threads: [1],
  });
  expect(answer).toContain("1 worker comes within 5 % of it in 30 MiB in place of 70 MiB");
  expect(answer).toContain(
    "more than 1 worker cost throughput and memory (30 MiB at 1, 170 MiB at 8; throughput −17.5 %",
  );
  expect(answer).toContain("2n+1 (3 workers) is that best");
  expect(text).toMatch(/^ +64 +8 +1 .*fewer served/m);
  expect(answer).not.toContain("threads help");
});

test("with fewer than six rounds nothing has an interval, and a number that was not measured is told", () => {
  const { answer } = conclude({ law: (count) => 100 * count, counts: [1, 4], rounds: 2 });
  expect(answer).not.toMatch(/\d to \d+(\.\d+)?\) requests|×2\.00 to/);
  expect(answer).toContain("2n+1 (3) was not measured");
  // However large: as few rounds prove nothing.
  expect(answer).toContain(
    "too few rounds to say whether more workers help (1 to 4 with 1 thread each: ×4.00)",
  );
});

test.each([100, 80, 60])("in %i columns no line is wider, and no figure is lost", (columns) => {
  const run = runWith({ law: (count, threads) => 20 * count * threads });
  const { table } = workers.conclude(run, summarise(run));
  const text = table({ columns, colour: false });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  for (const head of ["requests/s", "interval", "of best %", "p99", "MiB"]) {
    expect(text).toContain(head);
  }
});

test("differences that the rounds contradict are unresolved", () => {
  let window = 0;
  const { answer } = conclude({
    law: () => 100,
    counts: [1],
    more: (_, threads) => ({ throughput: threads === 1 ? 100 : window++ % 2 === 0 ? 140 : 90 }),
  });
  expect(answer).toContain("whether more threads help is unresolved (1 to 4 with 1 worker: +1");
});

test("sizes without a valid window judge nothing, and the generator's limit is told", () => {
  const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;
  const bound = { kind: "generator-bound", severity: "unranked", message: "x" } as const;
  const law: Law = (count) => 10 * count;
  const none = conclude({ law, more: () => ({ cautions: [spoilt] }) });
  expect(none.answer).toContain("no number of workers and threads has a valid window");
  expect(none.code).toBe(5);
  const some = conclude({
    law,
    more: (count) => ({ cautions: count === 8 ? [spoilt] : count === 3 ? [bound] : [] }),
  });
  expect(some.answer).toContain("3 workers of 1 thread serve most");
  expect(some.answer).toContain("in 2 of 6 the generator was the limit");
});

test("a round in which the most workers answered nothing is left out, as one without a valid window is", () => {
  const law: Law = (count, threads) => 20 * count * threads;
  const inRound = (sketch: Partial<WindowSketch>): Made => ({
    law,
    rounds: 7,
    more: (count, _, round) => (count === 8 && round === 2 ? sketch : {}),
  });
  const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;
  const silent = conclude(inRound({ throughput: 0 }));
  expect(silent.answer).toBe(conclude(inRound({ cautions: [spoilt] })).answer);
  expect(silent.answer).toContain(
    "more workers help this work (1 to 8 with 1 thread each: ×8.00, ×8.00 to ×8.00)",
  );
});

test("numbers that share no round with the best are compared with none", () => {
  const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;
  const { answer, text } = conclude({
    law: (count) => 10 * count,
    threads: [1],
    more: (count, _, round) => ((count === 8) === round > 3 ? {} : { cautions: [spoilt] }),
  });
  expect(answer).toContain("8 workers serve most");
  expect(answer).toContain("2n+1 (3 workers) has no round in common with the best");
  expect(answer).not.toContain("more workers");
  expect(text).not.toContain("NaN");
});

test("numbers that never answered are rows, and judge nothing", () => {
  const law: Law = (count) => 10 * count;
  const more: Made["more"] = (count) => (count === 8 ? { throughput: 0 } : {});
  const { answer, text } = conclude({ law, more });
  expect(answer).toContain("3 workers of 1 thread serve most");
  expect(answer).toContain(
    "with 1 thread each throughput is highest at 3 workers, the most with a figure (8 had none)",
  );
  expect(answer).toContain("more workers help this work (1 to 3 with 1 thread each");
  expect(text).toMatch(/^ +64 +8 +1 +0 +– +– /m);
  expect(conclude({ law: () => 0 }).answer).toContain(
    "no number of workers and threads has a valid window with a right answer",
  );
});

test("the shortest and the longest request of all rounds stand beside the percentiles", () => {
  const { json } = conclude({ law: () => 64, counts: [1], threads: [1] });
  // Mean 1 s in the first round, 1/1.05 s in the last; from 0.8 to 3 times that.
  const { grids } = json as { grids: { cells: { shortestMs: number; longestMs: number }[] }[] };
  const [cell] = grids[0]!.cells;
  expect(cell!.longestMs).toBeCloseTo(3000, 0);
  expect(cell!.shortestMs / (806.4 / 1.05)).toBeCloseTo(1, 2);
});

test.each([
  [[], /expected --stack=<id:variant>/],
  [["--stack=a:b", "--workers=0"], /--workers: expected numbers from 1 to 512, or by n CPUs/],
  [["--stack=a:b", "--workers=two"], /such as 2n\+1; got "two"/],
  [["--stack=a:b", "--workers=,"], /--workers: expected numbers such as 1,2,4/],
  [["--stack=a:b", "--threads=0"], /--threads: expected a whole number from 1 to 512/],
  [["--stack=a:b", "--generator-threads=x"], /--generator-threads: expected a whole number/],
  [["--stack=a:b", "--rate=100"], /unknown option --rate/],
])("%j is refused", (words, message) => {
  expect(() => workers.read(parseCommandLine(workers.command, words))).toThrow(message);
});

test("--threads are the server's and --generator-threads the generator's", () => {
  const words = ["--stack=a:b", "--threads=1,4", "--generator-threads=2"];
  const { sizes, measurement } = workers.read(parseCommandLine(workers.command, words));
  expect(sizes).toEqual({ threads: [1, 4] });
  expect(measurement.generatorThreads).toBe(2);
  expect(measurement.protocol.rounds).toBe(6);
});

const dry = (stack: string, ...words: string[]) =>
  workers.read(
    parseCommandLine(workers.command, [`--stack=${stack}`, "--driver=process", ...words]),
  );

test("numbers become variants of the stack, and the run's head knows what they are of", async () => {
  await using found = await workers.find(dry("express:cluster", "--workers=1,5,2n+1"));
  const ids = found.selected.map(({ variant }) => [variant.id, variant.workers, variant.threads]);
  const cpuCount = found.question.details["cpuCount"] as number;
  const wanted = [...new Set([1, 5, 2 * cpuCount + 1])].toSorted((a, b) => a - b);
  expect(ids).toEqual(wanted.map((count) => [`cluster-w${count}`, count, 1]));
  expect(found.question).toMatchObject({
    kind: "workers",
    details: { variant: "express:cluster" },
  });
});

test.each([
  [
    "express",
    [],
    /expected one variant.*got 8.*express:cluster, express:cluster-nginx, express:pm2/,
  ],
  [
    "express:bare",
    [],
    /express:bare cannot have other numbers of workers: expected one of express:cluster/,
  ],
  [
    "express:cluster",
    ["--threads=1,4"],
    /other numbers of threads: expected a variant whose server takes them/,
  ],
  ["express:cluster-w3", [], /without numbers in its name.*express:cluster\?/],
  ["go-http:bare", [], /no variant of go-http does/],
])(
  "%s %j is refused before anything starts, with what would be right",
  async (stack, words, message) => {
    await expect(workers.find(dry(stack, ...words))).rejects.toThrow(message);
  },
);
