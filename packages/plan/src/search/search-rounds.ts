import {
  counted,
  isGivenUp,
  type Experiment,
  type LoadLevel,
  type Plan,
  type PlannedSitting,
  type PlannedWindow,
  type Search,
  type Stop,
  type WindowRecord,
  type Workload,
} from "@stackbench/model";
import { caseIdOf, levelId } from "../assemble-plan.ts";
import { judgeSlo } from "./judge-slo.ts";
import { nextLevel, type SearchStep } from "./next-level.ts";

/** Where the search of one variant and workload stands. */
export interface SearchStanding {
  variant: string;
  workload: Workload;
  /** What may be asked of it, rising. */
  levels: LoadLevel[];
  /** `given-up`: the variant does not come up, or answers wrongly, before its search has ended. */
  step: SearchStep | { type: "given-up" };
}

/** Where each search of a run stands after these windows. */
export function standingsOf(
  experiment: Experiment,
  search: Search,
  windows: readonly WindowRecord[],
): SearchStanding[] {
  const byVariant = Map.groupBy(windows, ({ variant }) => variant);
  return search.ranges
    .filter(({ variant, workload }) => experiment.served[variant]?.includes(workload))
    .map((range) => {
      const { variant, workload } = range;
      const levels = levelsIn(experiment.levels, range);
      const own = byVariant.get(variant) ?? [];
      const ids = new Map(levels.map((level, index) => [levelId(level), index]));
      const probes = own
        .filter(({ planned }) => planned.workload === workload)
        .map((window) => ({
          level: ids.get(levelId(window.planned.level))!,
          said: judgeSlo(search.slo, window).said,
        }));
      const step = nextLevel(levels.length, probes);
      // What was found stays found, whatever became of the variant's other searches.
      const hasEnded = step.type === "ended" && probes.some(({ said }) => said !== "void");
      if (!hasEnded && isGivenUp(own)) {
        return { variant, workload, levels, step: { type: "given-up" } };
      }
      return { variant, workload, levels, step };
    });
}

function levelsIn(
  levels: readonly LoadLevel[],
  { fromPerSecond, toPerSecond }: Search["ranges"][number],
): LoadLevel[] {
  return levels
    .filter(
      (level) =>
        level.loop === "open" &&
        level.ratePerSecond >= fromPerSecond &&
        level.ratePerSecond <= toPerSecond,
    )
    .toSorted((a, b) => rateOf(a) - rateOf(b));
}

function rateOf(level: LoadLevel): number {
  return level.loop === "open" ? level.ratePerSecond : 0;
}

/** A round of a search: of each variant that has not ended, the workloads that have not, each at the level asked next. */
export function sittingsOfSearch(
  { experiment, sittings }: Plan,
  search: Search,
  round: number,
  windows: readonly WindowRecord[],
): PlannedSitting[] {
  // Of earlier rounds alone: one that is half held goes on as it began.
  const before = windows.filter((window) => window.round < round);
  const asked = new Map(
    standingsOf(experiment, search, before).flatMap(({ variant, workload, levels, step }) =>
      step.type === "ask" ? [[`${variant}/${workload}`, levels[step.level]!] as const] : [],
    ),
  );
  return sittings
    .filter((sitting) => sitting.round === round)
    .map((sitting) => ({
      ...sitting,
      windows: sitting.windows.flatMap((window) => {
        const level = asked.get(`${sitting.variant}/${window.workload}`);
        return level ? [atLevel(sitting.variant, window, level)] : [];
      }),
    }))
    .filter((sitting) => sitting.windows.length > 0);
}

function atLevel(variant: string, window: PlannedWindow, level: LoadLevel): PlannedWindow {
  const caseId = caseIdOf(variant, window.workload, levelId(level), window.generator);
  return { ...window, level, caseId };
}

/** Why a search holds no round beyond `round`; undefined where it goes on. */
export function searchEnded(
  plan: Plan,
  search: Search,
  round: number,
  windows: readonly WindowRecord[],
): Stop | undefined {
  const { experiment } = plan;
  const open = standingsOf(experiment, search, windows).filter(({ step }) => step.type === "ask");
  if (open.length === 0) {
    const message = `every search has ended, after ${counted(round, "round")}`;
    return { reason: "resolved", round, message };
  }
  if (round < experiment.rounds) return undefined;
  const names = open.map(({ variant, workload }) => `${variant} ${workload}`).join(", ");
  const message = `all ${experiment.rounds} rounds held, and the search has not ended for ${names}`;
  return { reason: "rounds", round, message };
}
