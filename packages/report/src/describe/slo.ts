import type { SloTerm } from "@stackbench/model";
import { percentWithin } from "../numbers.ts";
import type { Row, SloFigure } from "../row.ts";
import { column, rightColumn, text, unknown, type Column } from "./cell.ts";
import { levelName } from "./group.ts";

/** `p99 < 50 ms`, `items errors < 0.1 %`. */
export function describeTerm(term: SloTerm): string {
  const whose = term.request ?? term.workload;
  const of = whose === undefined ? "" : `${whose} `;
  if (term.kind === "errors") {
    return `${of}errors < ${Number((term.belowShare * 100).toPrecision(6))} %`;
  }
  return `${of}p${term.percent} < ${term.belowMs} ms`;
}

/**
 * One sentence a row that has an SLO: `fastify:bare, hello at 64 connections, keeps p99 < 10 ms: 99.97 % of requests (99.95
 * to 99.98) had a service time below it, and 99 % must.`
 */
export function describeSlos(rows: readonly Row[]): string[] {
  return rows
    .filter(({ checks }) => checks === null)
    .flatMap(({ key, level, slo = [] }) =>
      slo.map((figure) => {
        const { verdict, workload } = figure;
        const { request, ...limit } = figure.term;
        const term = describeTerm({ ...limit, workload: undefined });
        const where = `${key}, ${request ?? workload} at ${levelName(level)}`;
        const says = verdict === "undecided" ? `is undecided about ${term}` : `${verdict} ${term}`;
        return `${where}, ${says}: ${evidenceOf(figure)}.`;
      }),
    );
}

const within: Record<SloFigure["judgedBy"], string> = {
  latency: "had a latency below it, from when they were due",
  "service time": "had a service time below it",
  answers: "were answered rightly",
};

function evidenceOf(figure: SloFigure): string {
  const { withinShare, interval, neededShare, judgedBy, reason, term } = figure;
  if (withinShare === null) return reason ?? "nothing is known";
  const ends = interval
    ? ` (${percentWithin(interval.low)} to ${percentWithin(interval.high)})`
    : "";
  const needed = `${term.kind === "errors" ? "more than " : ""}${neededText(neededShare)} % must`;
  const told = `${percentWithin(withinShare)} % of requests${ends} ${within[judgedBy]}, and ${needed}`;
  return reason === undefined ? told : `${told}; ${reason}`;
}

/** `99.9`: as it was asked for. */
function neededText(share: number): string {
  return String(Number((share * 100).toPrecision(9)));
}

/** All terms together: one that is missed is missed, and what is not decided is not kept. */
export function sloVerdictOf(slo: readonly SloFigure[]): SloFigure["verdict"] {
  const verdicts = slo.map(({ verdict }) => verdict);
  return (["misses", "undecided"] as const).find((one) => verdicts.includes(one)) ?? "keeps";
}

/** A term, and whose. */
interface SloRow extends SloFigure {
  key: string;
}

/** Every term of every row, rows of a second generator aside. */
export function slosIn(rows: readonly Row[]): SloRow[] {
  return rows
    .filter(({ checks }) => checks === null)
    .flatMap(({ key, slo = [] }) => slo.map((figure) => ({ ...figure, key })));
}

export const sloColumns: readonly Column<SloRow>[] = [
  column("name", "SLO of", "left", ({ key }) => text(key)),
  column("term", "term", "left", ({ workload, term }) => text(describeTerm({ ...term, workload }))),
  column("by", "judged by", "left", ({ judgedBy }) => text(judgedBy)),
  rightColumn("needed %", ({ neededShare }) => text(neededText(neededShare))),
  rightColumn("within %", ({ withinShare }) =>
    withinShare === null ? unknown : text(percentWithin(withinShare)),
  ),
  rightColumn("95 % interval", ({ interval }) =>
    interval === null
      ? unknown
      : text(`${percentWithin(interval.low)} to ${percentWithin(interval.high)}`),
  ),
  rightColumn("requests", ({ requests }) => text(requests.toLocaleString("en"))),
  rightColumn("rounds", ({ rounds }) => text(String(rounds))),
  column("verdict", "verdict", "left", ({ verdict, reason }) =>
    text(reason === undefined ? verdict : `${verdict}: ${reason}`),
  ),
];
