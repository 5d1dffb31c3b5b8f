import { readWorkload, UsageError, type Mix, type NamedWorkload } from "@stackbench/model";
import { readList } from "@stackbench/terminal";
import { withoutDivisor } from "./without-divisor.ts";

const example = "--mix='hello=70,items.get=25,report=5'";

/**
 * `hello=70,items.get=25,report=5`, or with a `%` behind every weight; weights without a common divisor. Throws
 * UsageError for what cannot be.
 */
export function readMix(text: string | undefined): Mix {
  if (text === undefined) throw new UsageError(`bench mix: expected ${example}, got no --mix`);
  const parts = readList(text).map(readPart);
  if (parts.length < 2) {
    throw new UsageError(`--mix: expected two parts or more such as ${example}, got "${text}"`);
  }
  const twice = parts.find(
    ({ workload }, i) => parts.findIndex((p) => p.workload === workload) < i,
  );
  if (twice) {
    throw new UsageError(
      `--mix: expected each part once, got ${twice.workload} twice: add its weights up`,
    );
  }
  const percentages = parts.filter(({ isPercent }) => isPercent).length;
  const sum = parts.reduce((total, { weight }) => total + weight, 0);
  if (percentages > 0 && percentages < parts.length) {
    throw new UsageError(`--mix: expected a % behind every weight or behind none, got "${text}"`);
  }
  if (percentages > 0 && sum !== 100) {
    throw new UsageError(
      `--mix: expected percentages that add up to 100, got ${sum} in "${text}"; weights without % may have any sum`,
    );
  }
  const weights = withoutDivisor(
    parts.map(({ weight }) => weight),
    "--mix",
  );
  return parts.map(({ workload }, index) => ({ workload, weight: weights[index]! }));
}

function readPart(text: string): { workload: NamedWorkload; weight: number; isPercent: boolean } {
  const [name, given] = splitPart(text);
  const workload = readWorkload("mix", name);
  const match = /^(\d+)(%?)$/.exec(given ?? "");
  const weight = Number(match?.[1]);
  if (!match || !Number.isSafeInteger(weight) || weight < 1) {
    throw new UsageError(
      `--mix: expected a whole number above 0 as the weight of ${name}, such as ${name}=25 or ${name}=25%, got "${text}"`,
    );
  }
  return { workload, weight, isPercent: match[2] === "%" };
}

/**
 * Name and weight. A name with a parameter has a `=` of its own: `report:mb=128=5`. So `report:mb=128` is one without a
 * weight, and no other reading.
 */
function splitPart(text: string): [name: string, weight: string | undefined] {
  const parts = text.split("=");
  const ofName = text.includes(":") ? 2 : 1;
  const given = parts.slice(ofName);
  return [parts.slice(0, ofName).join("="), given.length === 0 ? undefined : given.join("=")];
}
