import type { ComparedCase } from "../compare/cases.ts";
import type { Disturbance } from "../summarise/disturbance.ts";
import { absent } from "../numbers.ts";

/** `0→41, 0→2`: percent of the server's CPU time that other programs took on both sides, then of the generator's. */
export function backgroundText({ disturbance }: ComparedCase): string {
  if (!disturbance) return absent;
  const { base, head } = disturbance;
  const byServer = pairText(base.serverBackground, head.serverBackground);
  const byLoad = pairText(base.loadBackground, head.loadBackground);
  return byServer === absent && byLoad === absent ? absent : `${byServer}, ${byLoad}`;
}

/** `0→3`: percent of the time of the CPU that most was stolen from. */
export function stealText({ disturbance }: ComparedCase): string {
  return disturbance ? pairText(disturbance.base.steal, disturbance.head.steal) : absent;
}

function pairText(before: number | null, after: number | null): string {
  if (before === null && after === null) return absent;
  const percent = (share: number | null): string =>
    share === null ? absent : `${Math.round(share * 100)}`;
  return `${percent(before)}→${percent(after)}`;
}

const meanings: [keyof Disturbance, string][] = [
  ["serverBackground", "other programs took {} of the server's CPU time"],
  ["loadBackground", "other programs took {} of the generator's"],
  ["steal", "other guests took {} of the CPU that they took most from"],
];

/**
 * One sentence for each case without a verdict because of it, and one for the rest; none where the sides were measured
 * at one time.
 */
export function describeDisturbances(cases: readonly ComparedCase[]): string[] {
  const isDisturbed = ({ remarks }: ComparedCase) => remarks.includes("disturbed");
  const told = cases.filter(({ disturbance }) => disturbance !== undefined);
  const calm = told.filter((one) => !isDisturbed(one));
  const isAlone = calm.length === told.length;
  return [
    ...told
      .filter(isDisturbed)
      .map((one) => `NO VERDICT on ${one.name} (${one.asked}): ${sentence([one])}.`),
    ...(calm.length > 0
      ? [`While ${isAlone ? "the cases" : "the other cases"} were measured ${sentence(calm)}.`]
      : []),
  ];
}

function sentence(cases: readonly ComparedCase[]): string {
  const parts = meanings.map(([kind, text]) => {
    const [base, head] = (["base", "head"] as const).map((side) =>
      mostOf(cases.map(({ disturbance }) => disturbance![side][kind])),
    );
    if (base === undefined && head === undefined) return undefined;
    const most = cases.length > 1 ? "at most " : "";
    return text.replace("{}", `${most}${percent(base)} (base) and ${percent(head)} (head)`);
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0
    ? "nobody saw what other programs and other guests took"
    : known.join("; ");
}

function mostOf(shares: readonly (number | null)[]): number | undefined {
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? undefined : Math.max(...known);
}

function percent(share: number | undefined): string {
  return share === undefined ? "an unknown share" : `${(share * 100).toFixed(1)} %`;
}
