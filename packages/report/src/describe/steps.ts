import type { FactorCase } from "../compare/factors.ts";
import { hasInterval, renderChange } from "./change.ts";
import { comparisonGroups } from "./comparison-columns.ts";
import { changeOf, relateSides, subjectOf } from "./relate.ts";

/** More pairs than these are counted rather than told one by one. */
const mostTold = 3;

/** More sentences than these are left to the table. */
const mostSentences = 8;

/** What each change of a factor costs or saves, of several factors and values: as many sentences as somebody reads. */
export function describeAllSteps(cases: readonly FactorCase[]): string[] {
  const changes = Map.groupBy(cases, ({ step: { factor, fromValue, toValue } }) =>
    JSON.stringify([factor, fromValue, toValue]),
  );
  const said = [...changes.values()].flatMap(describeSteps);
  const rest = said.length - mostSentences;
  if (rest <= 1) return said;
  return [...said.slice(0, mostSentences), `${rest} more answers stand in the table.`];
}

/** What one factor costs or saves: a sentence for each workload and load level, of all the pairs that differ in it. */
export function describeSteps(cases: readonly FactorCase[]): string[] {
  const groups = comparisonGroups(cases);
  const firsts = groups.map(([first]) => first!);
  return groups.map((group, index) => {
    const said = group.length <= mostTold ? group.map(tellCase).join("; ") : countCases(group);
    return `${subjectOf(firsts[index]!, firsts)}${said}.`;
  });
}

function tellCase({ step, change, verdict, figure, remarks }: FactorCase): string {
  const { from, to } = step;
  if (change === null) return `of ${from} and ${to} there is no round that counts for both`;
  const { ratio, low, high } = change;
  const [isBound, reach] = [hasInterval(change), changeOf(change)];
  if (remarks.includes("unranked")) {
    return `${from} and ${to} are not told apart: one of them may not be ranked`;
  }
  if (verdict === "tie") return `${from} and ${to} are equal within 3 %`;
  if (verdict === "unresolved") {
    return `${from} and ${to} cannot be told apart ${isBound ? `(${reach})` : "by so few rounds"}`;
  }
  const ends = isBound ? ([low, high] as const) : ([ratio, ratio] as const);
  return relateSides({ subject: to, object: from, ends }, figure);
}

const verdicts = [
  ["faster", "is faster in"],
  ["slower", "is slower in"],
  ["tie", "is equal within 3 % in"],
  ["unresolved", "cannot be told apart in"],
] as const;

/** `in 6 pairs nginx is slower in 5, cannot be told apart in 1; from −56.9 % (…) of a:x against a:y to …`. */
function countCases(group: readonly FactorCase[]): string {
  const counted = verdicts.flatMap(([verdict, words]) => {
    const number = group.filter((one) => one.verdict === verdict).length;
    return number === 0 ? [] : [`${words} ${number}`];
  });
  const known = group
    .filter(({ change }) => change !== null)
    .toSorted((a, b) => a.change!.ratio - b.change!.ratio);
  const ends = [known[0], known.at(-1)].flatMap((one) =>
    one ? [`${renderChange(one.change)}, ${one.step.to} against ${one.step.from}`] : [],
  );
  const reach = ends.length === 2 ? `: from ${ends.join(", to ")}` : "";
  return `of ${group.length} pairs ${group[0]!.step.toValue} ${counted.join(", ")}${reach}`;
}
