import type { Row } from "../row.ts";
import type { Group, Table } from "../table.ts";
import { milliseconds, perSecond } from "../numbers.ts";
import { describeCompared } from "./group.ts";
import { changeOf, relateSides, subjectOf } from "./relate.ts";

/** What is said first of a run: what its experiment concludes, else what its rows say themselves. */
export function answersOf(table: Table, concluded: readonly string[] = []): readonly string[] {
  return concluded.length > 0 ? concluded : describeAnswers(table);
}

/** What a run says of its rows: a sentence or two for each group that has a figure. */
export function describeAnswers(table: Table): string[] {
  const answered = table.groups.filter(({ rows }) => rows.some(({ throughput }) => throughput));
  return answered.map((group) => {
    const [subject, said] = [subjectOf(group, answered), describeAnswer(group)];
    return subject === "" ? asSentence(said, group) : `${subject}${said}`;
  });
}

/** With a capital, unless a variant's name begins it. */
function asSentence(said: string, { rows }: Group): string {
  if (rows.some(({ key }) => said.startsWith(key))) return said;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

function describeAnswer(group: Group): string {
  const rows = group.rows.filter(({ checks }) => checks === null);
  const ranked = rows.filter(({ rank }) => rank !== null);
  const [only] = ranked;
  if (only === undefined) return describeUnranked(rows);
  if (rows.length === 1) return `${describeAlone(only, group)}.`;
  const said = ranked.length === 1 ? describeAlone(only, group) : describeRanked(ranked, group);
  return `${said}${describeRest(rows.length - ranked.length)}.`;
}

function describeUnranked(rows: readonly Row[]): string {
  const failed = rows.filter(({ status }) => status === "failed").length;
  const only = rows.length === 1 ? rows[0] : undefined;
  if (failed === rows.length) return `${only?.key ?? "every row"} failed: see below.`;
  if (!only?.throughput) return "no row can be ranked: the notes say why.";
  return `${only.key} gave ${perSecond(only.throughput.estimate)} requests/s, which its notes say not to rely on.`;
}

function describeAlone({ key, throughput, latency }: Row, { compared }: Group): string {
  if (compared.kind === "latency" && latency) {
    const value = compared.percent === 99 ? latency.p99Ms : latency.p50Ms;
    if (value !== null)
      return `${key} has a ${describeCompared(compared)} of ${milliseconds(value)} ms`;
  }
  const { estimate, interval } = throughput!;
  const reach = interval ? ` (${perSecond(interval.low)} to ${perSecond(interval.high)})` : "";
  return `${key} serves ${perSecond(estimate)} requests/s${reach}`;
}

function describeRanked(ranked: readonly Row[], group: Group): string {
  const leaders = ranked.filter(({ rank }) => rank!.low === 1);
  const [first, second] = ranked as [Row, Row];
  if (ranked.length === 2) return describePair(first, second, group);
  if (leaders.length === ranked.length && ranked.every(isOpen)) {
    return `which of the ${ranked.length} is best cannot be told`;
  }
  const others =
    first.relative === null ? describeLead(first, ranked, group) : relationOf(first, group);
  const lead =
    leaders.length <= 1
      ? `${first.key} is first${others}`
      : `${namesOf(leaders)} may each be first${others}`;
  return lead;
}

/** Of three rows or more, of which the first is the anchor: against the one behind it. */
function describeLead(first: Row, ranked: readonly Row[], group: Group): string {
  const behind = ranked.find(
    ({ rank, relative }) =>
      rank!.low > 1 && relative?.interval && relative.verdict !== "unresolved",
  );
  return behind ? `: ${relate(behind, group, first.key)}` : "";
}

/** An interval holds by itself, a verdict among all of the table: where the one leaves "no change" out and the other does not, nothing is proven. */
function relationOf(row: Row, group: Group): string {
  const { relative } = row;
  if (!relative?.interval) return "";
  if (relative.verdict !== "unresolved") return `: ${relate(row, group)}`;
  return `: ${row.key} is not proven to differ from ${relative.anchor} (${changeOf(relative.interval)})`;
}

function describePair(first: Row, second: Row, group: Group): string {
  const related = first.relative ? first : second;
  const { relative } = related;
  if (relative === null || relative.verdict === "unresolved") {
    return `${first.key} and ${second.key} cannot be told apart ${relative?.interval ? `(${changeOf(relative.interval)})` : "by so few rounds"}`;
  }
  if (relative.verdict === "tie") return `${first.key} and ${second.key} are equal within 3 %`;
  return related === first ? relate(first, group) : relate(second, group, first.key);
}

function isOpen({ relative }: Row): boolean {
  return relative === null || relative.verdict === "unresolved";
}

/** `a:x serves 1.9 to 2.1 times what b:y does`; with `other`, which is the anchor, the other way round. */
function relate({ key, relative }: Row, { compared }: Group, other?: string): string {
  const { anchor, ratio, interval } = relative!;
  const [low, high] = interval ? [interval.low, interval.high] : [ratio, ratio];
  return other === undefined
    ? relateSides({ subject: key, object: anchor, ends: [low, high] }, compared)
    : relateSides({ subject: other, object: key, ends: [1 / high, 1 / low] }, compared);
}

function namesOf(rows: readonly Row[]): string {
  const names = rows.slice(0, 4).map(({ key }) => key);
  const more = rows.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function describeRest(unranked: number): string {
  if (unranked === 0) return "";
  return unranked === 1 ? "; one more is not ranked" : `; ${unranked} more are not ranked`;
}
