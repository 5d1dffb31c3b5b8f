import { counted, type Caution, type RunRecord } from "@stackbench/model";
import {
  oneLine,
  percent,
  renderChange,
  renderShares,
  renderUnanswered,
  type RevisionCase,
  type RevisionComparison,
} from "@stackbench/report";
import { describeParts, slowerParts } from "./describe-parts.ts";

/** What is said of the three arms in words. */
export interface OutcomeTexts {
  /** The outcome and what was compared. */
  headline: string;
  /** One sentence a case. */
  cases: string[];
  /** What to do next, where there is something. */
  advice: string | null;
  /** Why windows failed, each reason once. */
  failures: string[];
}

const advice: Partial<Record<RevisionComparison["outcome"], string>> = {
  untrustworthy:
    "The base differs from itself, so nothing is said of the head: something else on this machine changes what is measured. Run it again at a quieter time, with CPUs of their own for server and generator (--cpus-server, --cpus-load), or with more rounds (--budget, --rounds).",
  unresolved:
    "Neither a difference nor a tie within ±3 % could be shown. More rounds would tell: raise --budget or --rounds.",
  failed: "A revision could not be measured in full: see the failures.",
};

/**
 * An interval of the base against itself that reaches further than this, a share, is the noise of seconds rather than of
 * starts: then more turns in a round tell more than more rounds (docs/decisions.md).
 */
const noisyReach = 0.05;

/** Cautions of windows in which others used the CPUs. */
const byOthers: ReadonlySet<Caution["kind"]> = new Set(["background-load", "steal"]);

/** Puts the outcome of `bench ab` into words. */
export function describeOutcome(
  comparison: RevisionComparison,
  record: RunRecord,
  labels: { variant: string; base: string; head: string },
): OutcomeTexts {
  const { variant, base, head } = labels;
  const { outcome, cases } = comparison;
  return {
    headline: `${outcome.toUpperCase()}: ${variant} at ${head} against ${base}${slowIn(comparison)}`,
    cases: cases.map(describeCase),
    advice: adviceFor(comparison, record),
    failures: failuresOf(record),
  };
}

/** What the whole hides: one request got slower though all together did not, or which it is. */
function slowIn({ outcome, cases }: RevisionComparison): string {
  if (outcome === "untrustworthy" || outcome === "failed") return "";
  const names = [...new Set(cases.flatMap(({ parts }) => slowerParts(parts)))];
  if (names.length === 0) return "";
  return `${outcome === "slower" ? ":" : ", but"} slower in ${names.join(", ")}`;
}

function adviceFor({ outcome, cases }: RevisionComparison, record: RunRecord): string | null {
  const said = [advice[outcome] ?? null, busyIn(outcome, record)]
    .filter((text) => text !== null)
    .join(" ");
  if (said === "") return null;
  if (outcome !== "unresolved" || record.plan.experiment.windowsPerSitting > 1) return said;
  const reach = Math.max(...cases.map(({ control }) => reachOf(control.change)));
  if (!(reach > noisyReach && Number.isFinite(reach))) return said;
  return `${said} The base is known against itself to ±${percent(reach)} % only: where a machine changes from second to second, more and shorter turns in each round tell more in the same time (--windows=10 --duration=400ms).`;
}

/** What was done to the measurement by others on the machine, where no verdict came of it; null where that was little. */
function busyIn(outcome: RevisionComparison["outcome"], { windows }: RunRecord): string | null {
  if (outcome !== "unresolved" && outcome !== "untrustworthy") return null;
  const measured = windows.filter((window) => window.status === "measured");
  const busy = measured.filter(({ cautions }) => cautions.some(({ kind }) => byOthers.has(kind)));
  if (busy.length === 0 || busy.length < measured.length / 2) return null;
  return `Others took CPU time in ${busy.length} of ${measured.length} windows: a quieter machine would tell more than any number of rounds.`;
}

/** How far an interval lies from its estimate at most, a share. */
function reachOf(change: RevisionCase["control"]["change"]): number {
  return change === null
    ? Infinity
    : Math.max(change.high / change.ratio, change.ratio / change.low) - 1;
}

function describeCase({ head, control, parts }: RevisionCase): string {
  const cpu = head.cpu ? `, CPU per request ${renderChange(head.cpu.change)}` : "";
  const rounds = head.change?.commonRounds ?? 0;
  const what = head.figure.kind === "throughput" ? "requests/s" : `p${head.figure.percent} latency`;
  const shares = renderShares(head.change);
  const speeds = shares === null ? "" : ` ${shares[0]!.toUpperCase()}${shares.slice(1)}.`;
  const told = describeParts(parts);
  const byRequest = told === "" ? "" : ` ${told[0]!.toUpperCase()}${told.slice(1)}.`;
  return `${head.asked}: ${head.verdict}, ${what} ${renderChange(head.change)}${cpu} in ${counted(rounds, "common round")}; the base against itself: ${control.verdict}, ${renderChange(control.change)}.${speeds}${byRequest}${renderUnanswered(head)}`;
}

function failuresOf({ windows }: RunRecord): string[] {
  const texts = windows.flatMap((window) => {
    if (window.status !== "failed") return [];
    const { stage, message, logLines } = window.failure;
    const log = logLines.slice(-5).map((line) => `\n    ${oneLine(line)}`);
    return [`${window.variant} failed at ${stage}: ${oneLine(message)}${log.join("")}`];
  });
  return [...new Set(texts)];
}
