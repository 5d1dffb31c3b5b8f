import { exitCodes } from "@stackbench/terminal";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { JournalEntry } from "@stackbench/model";
import { expectations } from "./fault.ts";
import type { RunEvidence, Violation } from "./evidence.ts";
import { judgeRun } from "./judge-run.ts";
import { leftovers, tidy } from "./leftovers.ts";
import type { Ending, RunningProgram } from "./program.ts";
import { entriesOf, readRecord, rowsOf, runOf } from "./read-run.ts";
import type { Scene } from "./scene.ts";
import { heal, strike, type Struck } from "./strikes.ts";

/** Beyond this a program hangs, ms: a whole run takes a quarter of it on a busy machine. */
const limitMs = 180_000;

export interface TrialOutcome {
  /** Whether the fault came before the program's end. */
  struck: boolean;
  code: number | null;
  signal: string | null;
  /** Finished windows on disk when the program had ended. */
  kept: number;
  nextCode: number | null;
  violations: Violation[];
}

/** Starts a run, lets the fault strike it, starts the program again, and looks at what came of all that. */
export async function holdFaultTrial(scene: Scene): Promise<TrialOutcome> {
  const program = scene.start(scene.run, { terminal: scene.fault.kind === "terminal-closed" });
  const struck = await strike(scene, program);
  // Whatever else the fault began, a second run for one, ends too.
  const endings = await Promise.all(
    scene.programs.map(async (one) => ({ one, ending: await one.within(limitMs) })),
  );
  await heal(scene);
  const outcomes: TrialFindings[] = [];
  for (const { one, ending } of endings)
    outcomes.push(await goOnAndJudge(scene, one, ending, struck));
  const [first] = outcomes;
  const left = await leftovers(scene);
  await tidy(scene);
  return {
    struck: struck !== false,
    code: endings[0]!.ending.code,
    signal: endings[0]!.ending.signal,
    kept: first!.kept,
    nextCode: first!.nextCode,
    violations: [
      ...outcomes.flatMap(({ violations }) => violations),
      ...left
        .filter((what) => !isOfCutRun(scene, what))
        .map((text): Violation => ({ count: "left behind", text })),
    ],
  };
}

/** A run whose head was cut off cannot be gone on with: its folder is the person's to throw away. */
function isOfCutRun({ fault, results }: Scene, what: string): boolean {
  if (fault.kind !== "journal-cut") return false;
  return readdirSync(results).some(
    (run) => what.startsWith(`file ${run}/`) && entriesOf(results, run).length === 0,
  );
}

interface TrialFindings {
  kept: number;
  nextCode: number | null;
  violations: Violation[];
}

async function goOnAndJudge(
  scene: Scene,
  program: RunningProgram,
  first: Ending,
  struck: Struck,
): Promise<TrialFindings> {
  const { results, fault } = scene;
  const runId = runOf(scene, first);
  const before = runId === undefined ? [] : entriesOf(results, runId);
  const isRefused = runId === undefined && program !== scene.programs[0];
  const known = new Set(readdirSync(results));
  const { next, anew, violations } = isRefused
    ? { next: undefined, anew: false, violations: [] }
    : await goOn(scene, runId, first, before);
  const own = anew ? readdirSync(results).find((name) => !known.has(name)) : runId;
  const evidence: RunEvidence = {
    first,
    printed: fault.kind === "journal-cut" ? [] : program.printed,
    before,
    after: own === undefined ? [] : entriesOf(results, own),
    next,
    anew,
    record: own === undefined ? undefined : readRecord(join(results, own, "run.json")),
    rows: next ? rowsOf(next) : [],
    variants: isRefused ? [] : scene.variants,
    expected: expectations[fault.kind],
    struck: typeof struck === "string" ? struck : undefined,
  };
  const found = isRefused
    ? judgeRun(evidence).filter(({ count }) => count !== "wrong row")
    : judgeRun(evidence);
  return {
    kept: before.filter(({ type }) => type === "window").length,
    nextCode: next?.code ?? null,
    violations: [...found, ...violations],
  };
}

interface Next {
  next: Ending;
  anew: boolean;
  violations: Violation[];
}

async function goOn(
  scene: Scene,
  runId: string | undefined,
  first: Ending,
  before: readonly JournalEntry[],
): Promise<Next> {
  const begin = async (): Promise<Next> => ({
    next: await scene.start(scene.run).within(limitMs),
    anew: true,
    violations: [],
  });
  if (runId === undefined) return await begin();
  const resume = ["run", "--resume", runId, `--out=${scene.results}`, "--json"];
  const resumed = scene.start(resume);
  const other = scene.fault.kind === "two-resumes" ? scene.start(resume) : undefined;
  const endings = await Promise.all([resumed.within(limitMs), other?.within(limitMs)]);
  const [next, second] = endings.toSorted((a, b) => Number(isRefusal(a)) - Number(isRefusal(b)));
  const violations: Violation[] = [];
  if (second && !isRefusal(second) && !saysNothingLeft(second)) {
    violations.push({
      count: "unclear end",
      text: `a second --resume was neither refused nor found nothing left: ${second.code} ${second.stderr.slice(-300)}`,
    });
  }
  const isHeadless = before.length === 0;
  if (isHeadless && next!.code === exitCodes.usage && /journal|unknown run/.test(next!.stderr)) {
    return await begin();
  }
  // Nothing was left to measure, so nothing was begun that would look for leftovers: the next command does.
  const endedInOrder = first.code !== null && first.code !== exitCodes.interrupted;
  if (saysNothingLeft(next!) && (!endedInOrder || scene.cluster !== undefined)) {
    await scene.start(["clean"]).within(limitMs);
  }
  return { next: next!, anew: false, violations };
}

function isRefusal(ending: Ending | undefined): boolean {
  return ending === undefined || /is being written by process \d+/.test(ending.stderr);
}

function saysNothingLeft({ stderr }: Ending): boolean {
  return stderr.includes("nothing is left to measure");
}
