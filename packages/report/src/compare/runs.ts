import { startsServers, workloadName, type RunRecord, type WindowRecord } from "@stackbench/model";
import type { Looks } from "@stackbench/statistics";
import { compareCases, type CasePair, type ComparedCase } from "./cases.ts";
import { differingConditions } from "./conditions.ts";
import { looksOf } from "./looks.ts";
import { disturbanceOf } from "../summarise/disturbance.ts";

/** What tells a run from another. */
interface ComparedRun {
  runId: string;
  startedAt: string;
  harnessCommit: string | null;
}

/** Two runs case by case. */
export interface RunComparison {
  base: ComparedRun;
  head: ComparedRun;
  /** Paired: the rounds of both were interleaved in time, and equal rounds are compared with each other. */
  pairing: "paired" | "unpaired";
  /** What forbids the comparison, one line each; the figures are there all the same. */
  refusals: string[];
  cases: ComparedCase[];
  /** Case ids that only one of them has. */
  onlyInBase: string[];
  onlyInHead: string[];
}

/**
 * Compares the cases that both runs have: same variant, workload, load level and generator (the first of each run;
 * cross-checks are left out). Only valid windows count; all cases are one family. Of runs that were held at different
 * times a case gets no verdict where other programs or other guests took more from one than from the other.
 */
export function compareRuns(base: RunRecord, head: RunRecord): RunComparison {
  const [bases, heads] = [casesOf(base), casesOf(head)];
  const pairing = wereInterleaved(base.windows, head.windows) ? "paired" : "unpaired";
  const isPaired = pairing === "paired";
  const pairs = [...bases].flatMap(([caseId, windows]): CasePair[] => {
    const others = heads.get(caseId);
    if (others === undefined) return [];
    const { planned, variant } = windows[0]!;
    const { workload, level, generator } = planned;
    const asked = workloadName(base.plan.experiment, workload);
    const sides = { name: variant, workload, asked, level, generator, base: windows, head: others };
    // Interleaved rounds meet the same disturbance; others may owe their whole difference to it.
    if (isPaired) return [sides];
    const disturbance = {
      base: disturbanceOf(windows, base.plan.experiment.cpus, startsServers(base)),
      head: disturbanceOf(others, head.plan.experiment.cpus, startsServers(head)),
    };
    return [{ ...sides, disturbance }];
  });
  return {
    base: nameOf(base),
    head: nameOf(head),
    pairing,
    refusals: differingConditions(base, head),
    cases: compareCases(pairs, isPaired ? looksOfBoth(base, head) : null),
    onlyInBase: [...bases.keys()].filter((caseId) => !heads.has(caseId)),
    onlyInHead: [...heads.keys()].filter((caseId) => !bases.has(caseId)),
  };
}

/** Rounds held in step: looked at where both were, and at their end. */
function looksOfBoth(base: RunRecord, head: RunRecord): Looks {
  const [one, other] = [looksOf(base), looksOf(head)];
  const looks = one.looks.filter((look) => other.looks.includes(look));
  return {
    looks,
    ended: looks.length === 0 || one.ended || other.ended,
    withinHeaps: one.withinHeaps && other.withinHeaps,
  };
}

function nameOf({ runId, startedAt, fingerprint }: RunRecord): ComparedRun {
  return { runId, startedAt, harnessCommit: fingerprint.harnessCommit };
}

function casesOf({ plan, windows }: RunRecord): Map<string, WindowRecord[]> {
  const [first] = plan.experiment.generators;
  return Map.groupBy(
    windows.filter(({ planned }) => planned.generator === first),
    ({ planned }) => planned.caseId,
  );
}

/**
 * Whether the rounds of two runs alternated: with the windows of both in the order of time, the round's number never
 * falls, and they share two rounds or more. Then round r of one lies next to round r of the other, with no round of
 * either between them, and what disturbed the machine met both.
 */
function wereInterleaved(base: readonly WindowRecord[], head: readonly WindowRecord[]): boolean {
  const inTime = [...base, ...head].toSorted(
    (a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt),
  );
  const neverFalls = inTime.every(
    ({ round }, index) => index === 0 || inTime[index - 1]!.round <= round,
  );
  const rounds = new Set(base.map(({ round }) => round));
  const common = new Set(head.map(({ round }) => round).filter((round) => rounds.has(round)));
  return neverFalls && common.size >= 2;
}
