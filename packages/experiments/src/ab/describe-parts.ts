import { counted } from "@stackbench/model";
import { figureName, hasInterval, renderChange, type RevisionPart } from "@stackbench/report";

/** What a verdict is called, the worst first. */
const named: readonly [RevisionPart["verdict"], string][] = [
  ["slower", "slower"],
  ["faster", "faster"],
  ["tie", "equal within 3 %"],
  ["unresolved", "not told"],
];

/**
 * Of several requests, by verdict: `by request: slower: search, p99 service time +24.8 % (+24.1 to +25.6); equal within 3
 * %: page`. Empty where there is one.
 */
export function describeParts(parts: readonly RevisionPart[]): string {
  const told = named.flatMap(([verdict, name]) => {
    const same = parts.filter((part) => part.verdict === verdict);
    return same.length === 0 ? [] : [`${name}: ${same.map(describePart).join(", ")}`];
  });
  return told.length === 0 ? "" : `by request: ${told.join("; ")}`;
}

/** Those whose answers take longer, by name. */
export function slowerParts(parts: readonly RevisionPart[]): string[] {
  return parts.filter(({ verdict }) => verdict === "slower").map(({ name }) => name);
}

function describePart(part: RevisionPart): string {
  const { name, figure, verdict, change, control } = part;
  const isUnsteady = control?.verdict === "slower" || control?.verdict === "faster";
  if (isUnsteady) return `${name} (there the base differs from itself)`;
  if (verdict === "tie") return name;
  const time = figure.startsWith("latency") ? "latency" : "service time";
  return `${name}, ${figureName(figure)} ${time} ${renderChange(change)}${describeRounds(part)}`;
}

/** Where rounds are missing that were held: in short ones a request may have too few answers for its percentile. */
function describeRounds({ change, base, head }: RevisionPart): string {
  if (!change || hasInterval(change)) return "";
  const rounds = change.commonRounds ?? Math.min(base?.rounds ?? 0, head?.rounds ?? 0);
  return `, with answers enough in ${counted(rounds, "round")}: a longer --duration gives more`;
}
