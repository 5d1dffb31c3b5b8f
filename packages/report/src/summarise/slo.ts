import {
  faultsMeasurement,
  fewestRequestsFor,
  isKeptAt,
  allowedShareOf,
  onlySlows,
  partsOf,
  tellsOverload,
  termsFor,
  type Experiment,
  type MeasuredWindow,
  type PlannedWindow,
  type SloTerm,
  type WindowRecord,
  type Workload,
} from "@stackbench/model";
import { hodgesLehmann } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { SloFigure } from "../row.ts";
import { intervalOf } from "./interval.ts";
import { roundsOf, type SloRound } from "./slo-rounds.ts";

/** As for every percentile that is published; errors, which are counted, by the rule of three. */
const fewestBeyond = { latency: 30, errors: 3 };

/** How many requests, over all rounds, a row needs to be said to keep a term. */
export function fewestForVerdict(term: SloTerm): number {
  return fewestRequestsFor(term, fewestBeyond[term.kind]);
}

/** What a case says of each term that is about its workload, or the parts of its mix; undefined where none is. */
export function judgeSlos(
  { workload, level }: Pick<PlannedWindow, "workload" | "level">,
  windows: readonly WindowRecord[],
  { slo = [], mix = [], customRequests }: Pick<Experiment, "slo" | "mix" | "customRequests">,
): SloFigure[] | undefined {
  const asked: Asked[] =
    workload === "mix"
      ? mix.map((part, index) => ({ workload: part.workload, part: index }))
      : [{ workload }];
  const requests = partsOf({ customRequests }, "custom") ?? [];
  const judged = judgedAmong(windows);
  const figures = asked.flatMap((each) =>
    termsFor(slo, each.workload).map((term): SloFigure => {
      // The only request is the whole window.
      const named = requests.findIndex(({ name }) => name === term.request);
      const rounds = roundsOf(judged.windows, term, named === -1 ? each.part : named);
      const figure = summed(term, rounds);
      return {
        workload: each.workload,
        term,
        judgedBy: judgedBy(term, level.loop),
        ...figure,
        neededShare: 1 - allowedShareOf(term),
        ...verdictOf(term, figure, judged),
      };
    }),
  );
  return figures.length === 0 ? undefined : figures;
}

/** What requests are looked at: all of a window, or those of one part of a mix. */
interface Asked {
  workload: Workload;
  part?: number;
}

function judgedBy(term: SloTerm, loop: "open" | "closed"): SloFigure["judgedBy"] {
  if (term.kind === "errors") return "answers";
  return loop === "open" ? "latency" : "service time";
}

interface Judged {
  windows: MeasuredWindow[];
  /** They are windows that were made slower: what breaks a term in them says nothing. */
  areSlowed: boolean;
  /** Why the server died under load; undefined where it never did. */
  death: string | undefined;
}

/** Windows whose measurement was not at fault; where there is none, those that were only made slower. */
function judgedAmong(windows: readonly WindowRecord[]): Judged {
  const measured = windows.filter((window) => window.status === "measured");
  const sound = measured.filter(({ cautions }) => !cautions.some(faultsMeasurement));
  const slowed = measured.filter(({ cautions }) =>
    cautions.filter(faultsMeasurement).every(onlySlows),
  );
  const died = windows
    .filter((window) => window.status === "failed")
    .find(({ failure: { stage } }) => stage === "window" || stage === "audit");
  return {
    windows: sound.length > 0 ? sound : slowed,
    areSlowed: sound.length === 0,
    death: died?.failure.message,
  };
}

type Figure = Pick<SloFigure, "requests" | "rounds" | "withinShare" | "interval">;

/**
 * The share of all requests within the limit, and its interval over rounds: from the lowest that the buckets allow to the
 * highest. A few bad rounds may carry the whole beyond what most rounds had: the interval reaches there.
 */
function summed(term: SloTerm, rounds: readonly SloRound[]): Figure {
  const requests = rounds.reduce((sum, round) => sum + round.requests, 0);
  if (rounds.length === 0) return { requests, rounds: 0, withinShare: null, interval: null };
  const within = (end: keyof SloRound["beyond"]): number =>
    1 - rounds.reduce((sum, { beyond }) => sum + beyond[end], 0) / requests;
  const centre = (end: keyof SloRound["beyond"]) =>
    hodgesLehmann(
      rounds.map((round) => 1 - round.beyond[end] / round.requests),
      comparisonRules.confidence,
    );
  const [worst, best] = [centre("most"), centre("least")];
  return {
    requests,
    rounds: rounds.length,
    withinShare: within("likely"),
    interval: intervalOf({
      low: Math.min(worst.low, within("most")),
      high: Math.max(best.high, within("least")),
      confidence: worst.confidence,
    }),
  };
}

function verdictOf(
  term: SloTerm,
  { requests, rounds, interval }: Figure,
  { windows, areSlowed, death }: Judged,
): Pick<SloFigure, "verdict" | "reason"> {
  if (death !== undefined) return { verdict: "misses", reason: `it died under load: ${death}` };
  if (windows.length === 0) return undecided("no window was measured without a fault");
  const overloaded = windows.filter(({ cautions }) => cautions.some(tellsOverload));
  const why = overloaded[0]?.cautions.find(tellsOverload)?.message ?? "";
  if (overloaded.length === windows.length) return { verdict: "misses", reason: why };
  if (rounds === 0) return undecided("the generator does not tell its times");
  if (interval === null) return undecided(`of ${rounds} rounds, and an interval needs six`);
  const isKept = (share: number): boolean => isKeptAt(term, 1 - share);
  if (!isKept(interval.high)) {
    return areSlowed
      ? undecided("every window was made slower by the machine or the generator")
      : { verdict: "misses" };
  }
  if (!isKept(interval.low)) return { verdict: "undecided" };
  const fewest = fewestForVerdict(term);
  if (requests < fewest) {
    return undecided(
      `of ${requests.toLocaleString("en")} requests, and it takes ${fewest.toLocaleString("en")} to tell`,
    );
  }
  if (overloaded.length > 0) {
    return undecided(`${overloaded.length} of ${windows.length} windows did not keep up: ${why}`);
  }
  return { verdict: "keeps" };
}

function undecided(reason: string): Pick<SloFigure, "verdict" | "reason"> {
  return { verdict: "undecided", reason };
}
