import {
  throughputOf,
  type Profile,
  type ProfiledWindow,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { runRecordSchema } from "@stackbench/model";
import { summarise } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { parseCommandLine } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { profile } from "./kind.ts";

/** Time in functions by name, µs; what is called `(idle)` is none of it. */
type Spent = Record<string, number>;

function profileOf({ "(idle)": idleMicros = 0, ...spent }: Spent, line = 1): Profile {
  const names = Object.keys(spent);
  return {
    profiler: "fakes",
    intervalMicros: 1000,
    processes: 1,
    samples: 100,
    idleMicros,
    frames: names.map((name) => ({ name, file: "/app/node_modules/x/i.js", line })),
    nodes: names.map((name, index) => [-1, index, spent[name]!]),
  };
}

const rounds = 6;

/** Six rounds: what a profiler sees in each, at nine tenths of the throughput without it. */
function profiledRun(spentOf: Record<string, (round: number) => Spent | undefined>): RunRecord {
  const run = runOf({
    rounds,
    cases: Object.keys(spentOf).map((variant) => ({
      variant,
      workload: "hello" as const,
      rounds: Array.from({ length: rounds }, () => ({ throughput: 10_000 })),
    })),
  });
  const profiled = run.windows.map((window) => profiledAfter(window, spentOf[window.variant]!));
  const sittings = run.plan.sittings.map((sitting) => ({
    ...sitting,
    windows: sitting.windows.flatMap((window) => [window, plannedAfter(window)]),
  }));
  const experiment = { ...run.plan.experiment, profiles: true as const };
  return runRecordSchema.parse({
    ...run,
    plan: { ...run.plan, experiment, sittings },
    windows: run.windows.flatMap((window, index) => [window, profiled[index]!]),
  });
}

function plannedAfter<Window extends { windowId: string }>(window: Window) {
  return { ...window, windowId: `${window.windowId}/profile`, profiled: true as const };
}

function profiledAfter(
  window: WindowRecord,
  spentOf: (round: number) => Spent | undefined,
): ProfiledWindow {
  if (window.status !== "measured") throw new Error("expected a measured window");
  const { load, use, cautions, succeededByGroup: _, ...base } = window;
  const spent = spentOf(window.round);
  const failure = { stage: "window" as const, message: "no ptrace here", logLines: [] };
  const slower = { ...load, succeeded: Math.round(load.succeeded * 0.9) };
  const outcome: ProfiledWindow["outcome"] = spent
    ? { kind: "held", load: slower, use, cautions, profile: profileOf(spent) }
    : { kind: "failed", failure };
  return { ...base, planned: plannedAfter(window.planned), status: "profiled", outcome };
}

function conclude(run: RunRecord) {
  const { table, ...outcome } = profile.conclude(run, summarise(run));
  return { ...outcome, text: table({ columns: 160, colour: false }) };
}

const two = (): RunRecord =>
  profiledRun({
    "a:bare": (round) => ({
      nextTick: 128 + (round % 3),
      other: 872 - (round % 3),
      "(idle)": 9000,
    }),
    "b:bare": (round) => ({ nextTick: 16 + (round % 2), other: 984 - (round % 2) }),
  });

test("the answer comes first: shares of what was at work, with intervals, and what profiling cost", () => {
  const { text, code } = conclude(two());
  expect(code).toBe(0);
  const [first, , difference] = text.trimStart().split("\n\n");
  expect(first!.replaceAll("\n", " ")).toMatch(
    /^a:bare, hello: 100\.0 % .* the hottest function is other, 87\.\d % \(87\.0 to 87\.2\); throughput while profiled −10\.0 % /,
  );
  expect(difference).toMatch(
    /(nextTick|other) takes (12|87)\.\d % .* in a:bare, (1|98)\.\d % .* in b:bare\./,
  );
});

test("as data: the share of each function, and the difference of two", () => {
  const { json } = conclude(two()) as { json: ReportedProfiles };
  const [a] = json.profiles;
  expect(a!.functions.map(({ name }) => name)).toEqual(["other", "nextTick"]);
  expect(a!.functions[1]!.self.estimate).toBeCloseTo(0.129, 3);
  expect(a!.idleShare!.estimate).toBeCloseTo(0.9, 6);
  const tick = json.differences[0]!.functions.find(({ name }) => name === "nextTick")!;
  expect(tick.difference.estimate).toBeCloseTo(0.0165 - 0.129, 3);
  expect(tick.difference.interval!.high).toBeLessThan(0);
});

interface ReportedProfiles {
  profiles: {
    functions: { name: string; self: { estimate: number } }[];
    idleShare: { estimate: number } | null;
  }[];
  differences: {
    functions: {
      name: string;
      difference: { estimate: number; interval: { high: number } | null };
    }[];
  }[];
}

test("what a profiler slowed down counts among no figures", () => {
  const run = two();
  const table = summarise(run);
  const measured = run.windows.find((window) => window.status === "measured");
  expect(table.rows[0]!.throughput!.estimate).toBeCloseTo(throughputOf(measured!.load), 0);
  expect(table.windows).toEqual({ planned: 12, measured: 12, failed: 0 });
  expect(table.rows.map(({ windows }) => windows.planned)).toEqual([6, 6]);
});

test("functions that are alike in two variants are no difference", () => {
  const same = (round: number): Spent => ({ f: 500 + round, g: 500 - round });
  const { json } = conclude(profiledRun({ "a:bare": same, "b:bare": same })) as {
    json: ReportedProfiles;
  };
  expect(json.differences[0]!.functions).toEqual([]);
});

test("where no round has a profile it is told why, and the code is not 0", () => {
  const { text, code } = conclude(profiledRun({ "a:bare": () => undefined }));
  expect(text).toMatch(/a:bare, hello: no profile \(no ptrace here\)\./);
  expect(code).not.toBe(0);
});

test("two revisions are named by what they are, and a function that moved within its file is no difference", () => {
  const same = (round: number): Spent => ({ f: 500 + round, g: 500 - round });
  const run = profiledRun({ "a@base:bare": same, "a@head:bare": same });
  for (const window of run.windows) {
    if (window.status !== "profiled" || window.outcome.kind !== "held") continue;
    const line = window.variant === "a@head:bare" ? 40 : 1;
    window.outcome.profile = profileOf(same(window.round), line);
  }
  const labels = { variant: "a:bare", base: "main (abc)", head: "working tree" };
  const {
    text,
    json,
    files = {},
  } = conclude({
    ...run,
    question: { kind: "profile", details: { labels } },
  });
  expect(text.trimStart()).toMatch(/^base is main \(abc\), head is working tree\./);
  expect(text.replaceAll("\n", " ")).toContain("no function was found whose share differs");
  expect(json).toMatchObject({ ...labels, differences: [{ functions: [] }] });
  const name = Object.keys(files).find((file) => file.startsWith("profile-difference-"));
  expect(files[name!]).toMatch(/ · (50\.\d %) in a@base:bare, \1 in a@head:bare/);
});

test("every case has its flame graph and its file for speedscope, which has each round by its window's name", () => {
  const { files = {} } = conclude(two());
  const names = Object.keys(files);
  expect(names.filter((name) => name.endsWith(".svg"))).toHaveLength(3);
  const speedscope = names.find((name) => name.includes("a__bare") && name.endsWith(".json"))!;
  const { profiles } = JSON.parse(files[speedscope]!) as { profiles: { name: string }[] };
  expect(profiles).toHaveLength(1 + rounds);
  expect(profiles[1]!.name).toMatch(/^r1\/a:bare\/hello\/.*\/profile$/);
});

test("names of functions are text in the console and in Markdown", () => {
  const name = "\u001b[31m|x|<b>\n`y`";
  const { text, markdown } = conclude(profiledRun({ "a:bare": () => ({ [name]: 1 }) }));
  expect(text).not.toContain("\u001b");
  expect(markdown!.text).not.toContain("\u001b");
  expect(markdown!.text).not.toContain("<b>");
});

test.each([
  [[], /expected --stack=/],
  [["--stack=a", "--cross-check"], /unknown option --cross-check/],
  [["--stack=a", "--rounds=0"], /--rounds/],
  [["--stack=a", "--head=main"], /--head: expected --base=/],
  [["--stack=a", "--base=main", "--anchor=a"], /--anchor: not with --base/],
])("%j is refused", (words, message) => {
  expect(() => profile.read(parseCommandLine(profile.command, words))).toThrow(message);
});
