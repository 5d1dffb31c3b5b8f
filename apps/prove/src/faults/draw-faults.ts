import { randomBelow, seededRandom, shuffled, type Random } from "@stackbench/statistics";
import type { Fault, FaultKind, Moment } from "./fault.ts";
import { stepNames, type StepName } from "./steps.ts";

type Entry = readonly [FaultKind, Fault["driver"]];

/** Each cycle of faults holds all of these, in an order of its own. */
const cycle: readonly Entry[] = [
  ...times(2, "sigkill", "process"),
  ...times(2, "sigkill", "docker"),
  ...times(1, "sighup", "process"),
  ...times(1, "sighup", "docker"),
  ...times(1, "sigint", "process"),
  ...times(1, "sigint", "docker"),
  ...times(1, "sigint-twice", "process"),
  ...times(1, "sigint-twice", "docker"),
  ...times(1, "stdout-closed", "process"),
  ...times(1, "stderr-closed", "process"),
  ...times(1, "terminal-closed", "process"),
  ...times(1, "engine-stopped", "docker"),
  ...times(1, "engine-killed", "docker"),
  ...times(1, "engine-frozen", "docker"),
  ...times(1, "engine-restarted", "docker"),
  ...times(4, "container-killed", "docker"),
  ...times(2, "process-killed", "process"),
  ...times(1, "out-of-memory", "docker"),
  ...times(2, "disk-full", "process"),
  ...times(1, "few-files", "process"),
  ...times(1, "clock-stepped", "process"),
  ...times(3, "journal-cut", "process"),
  ...times(1, "two-runs", "process"),
  ...times(1, "two-resumes", "process"),
];
/** Behind all others: what a seed draws of them stays what it was. */
const nodeCycle: readonly Entry[] = [
  ...times(2, "load-node-killed", "swarm"),
  ...times(2, "server-node-killed", "swarm"),
  ...times(1, "manager-restarted", "swarm"),
  ...times(2, "partition", "swarm"),
  ...times(2, "agent-killed", "swarm"),
  ...times(1, "node-clock-stepped", "swarm"),
];
export const wholeCount = 2 * cycle.length + 2 * nodeCycle.length;

/** One of each sort that the harness has a way of its own to meet. */
const shortCycle: readonly Entry[] = [
  ["sigkill", "process"],
  ["sigint-twice", "docker"],
  ["stderr-closed", "process"],
  ["engine-killed", "docker"],
  ["container-killed", "docker"],
  ["out-of-memory", "docker"],
  ["disk-full", "process"],
  ["clock-stepped", "process"],
  ["journal-cut", "process"],
  ["two-resumes", "process"],
];

/** A trial on nodes takes the longest: a lost node and a lost way stand for the others, which are left to the whole form. */
const shortNodeCycle: readonly Entry[] = [
  ["load-node-killed", "swarm"],
  ["partition", "swarm"],
];

/** Where a kind strikes; all steps where it is not here. What needs something to kill needs something that is up. */
const stepsOf: Partial<Record<FaultKind, readonly StepName[]>> = {
  "container-killed": ["bring-up", "verify", "warming up", "measuring", "window", "take-down"],
  "process-killed": ["bring-up", "verify", "warming up", "measuring"],
  "out-of-memory": ["bring-up", "verify", "warming up", "measuring"],
  "journal-cut": ["window", "take-down", "bring-up", "measuring"],
  "two-resumes": ["window", "measuring", "bring-up"],
  "load-node-killed": ["bring-up", "verify", "warming up", "measuring"],
  "server-node-killed": ["bring-up", "verify", "warming up", "measuring"],
  "manager-restarted": ["bring-up", "verify", "measuring", "take-down"],
  partition: ["bring-up", "verify", "warming up", "measuring"],
  "agent-killed": ["warming up", "measuring"],
  "node-clock-stepped": ["bring-up"],
};
/** How far into a step a fault strikes at most, ms: about as long as it takes. */
const longestMs: Record<StepName, number> = {
  start: 1500,
  preparing: 500,
  "bring-up": 700,
  verify: 250,
  "warming up": 120,
  measuring: 600,
  window: 50,
  "take-down": 200,
};

export interface DrawTask {
  seed: number;
  short: boolean;
  /** How often each step comes in a run, by driver: a later moment would never come. */
  sittings: Readonly<Record<Fault["driver"], number>>;
}

/** The faults of a seed, the first `count` of them. */
export function drawFaults(count: number, { seed, short, sittings }: DrawTask): Fault[] {
  const random = seededRandom(seed);
  const faults: Fault[] = [];
  const steps = new Map<string, StepName[]>();
  const cycles = short ? [shortCycle, shortNodeCycle] : [cycle, cycle, nodeCycle, nodeCycle];
  for (let index = 0; faults.length < count; index++) {
    for (const [kind, driver] of shuffled(cycles[index % cycles.length]!, random)) {
      const own = `${kind} ${driver}`;
      // No step twice before each was met once.
      const left = steps.get(own)?.length ? steps.get(own)! : shuffled(stepsFor(kind), random);
      const step = left.shift()!;
      steps.set(own, left);
      const moment = drawMoment(step, sittings[driver], random);
      faults.push({ trial: faults.length + 1, kind, driver, moment, amount: random() });
    }
  }
  return faults.slice(0, count);
}

export function countOf(short: boolean): number {
  return short ? shortCycle.length + shortNodeCycle.length : wholeCount;
}

function stepsFor(kind: FaultKind): readonly StepName[] {
  return stepsOf[kind] ?? stepNames;
}

function drawMoment(step: StepName, sittings: number, random: Random): Moment {
  const nth =
    step === "start"
      ? 1
      : step === "preparing"
        ? 1 + randomBelow(2, random)
        : 1 + randomBelow(sittings, random);
  return { step, nth, delayMs: randomBelow(longestMs[step], random) };
}

function times(count: number, ...entry: Entry): Entry[] {
  return Array.from({ length: count }, () => entry);
}
