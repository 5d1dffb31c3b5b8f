import { z } from "zod";
import { closest } from "./closest.ts";
import { UsageError } from "./errors.ts";
import { plainWorkloads, type PlainWorkload } from "./plain-workload.ts";

/** A whole number that is part of what a workload asks for. */
interface WorkloadParameter {
  /** As it stands in the query. */
  name: string;
  minimum: number;
  maximum: number;
  /** What the contract takes where a request does not say it; the load of the plain name may ask for less. */
  default: number;
}

/** The parameters that can be said behind a workload's name, one each: `hash-sort:loopCount=20`. */
export const workloadParameters = {
  "hash-sort": { name: "loopCount", minimum: 1, maximum: 1000, default: 10 },
  upstream: { name: "ms", minimum: 0, maximum: 10_000, default: 50 },
  report: { name: "mb", minimum: 1, maximum: 1024, default: 64 },
  "items.list": { name: "limit", minimum: 1, maximum: 100, default: 20 },
} as const satisfies Partial<Record<PlainWorkload, WorkloadParameter>>;

type Parameters = typeof workloadParameters;
type ParametrisedId = keyof Parameters;

/** `hash-sort:loopCount=20`: a workload with its parameter, under the name that it was asked by. */
export type ParametrisedWorkload = {
  [Id in ParametrisedId]: `${Id}:${Parameters[Id]["name"]}=${number}`;
}[ParametrisedId];

/** What can be asked for, by its plain name or with its parameter. */
export type NamedWorkload = PlainWorkload | ParametrisedWorkload;

export const parametrisedWorkloadSchema = z
  .union([
    z.templateLiteral(["hash-sort:loopCount=", z.int()]),
    z.templateLiteral(["upstream:ms=", z.int()]),
    z.templateLiteral(["report:mb=", z.int()]),
    z.templateLiteral(["items.list:limit=", z.int()]),
  ])
  .refine((text) => !("wrong" in parse(text)), {
    error: "expected a workload's parameter in its range",
  }) satisfies z.ZodType<ParametrisedWorkload>;

/** A workload's plain name, and the value of its parameter where that was said. */
interface WorkloadParts {
  plain: PlainWorkload;
  value?: number;
}

/** The parts of a name that was read before. */
export function workloadParts(workload: NamedWorkload): WorkloadParts {
  const parts = parse(workload);
  if ("wrong" in parts) throw new Error(parts.wrong);
  return parts;
}

/** The name of a workload with a value of its parameter, as `workloadParts` takes it apart. */
export function withParameter(plain: ParametrisedId, value: number): ParametrisedWorkload {
  return `${plain}:${workloadParameters[plain].name}=${value}` as ParametrisedWorkload;
}

/** `hello`, `hash-sort:loopCount=20`, as given in `--<option>=`. Throws UsageError, telling the names or the range. */
export function readWorkload(option: string, text: string): NamedWorkload {
  const parts = parse(text);
  if ("wrong" in parts) throw new UsageError(`--${option}: ${parts.wrong}`);
  return text as NamedWorkload;
}

function parse(text: string): WorkloadParts | { wrong: string } {
  const [name = "", ...rest] = text.split(":");
  const plain = plainWorkloads.find((known) => known === name);
  if (plain === undefined) {
    const names = plainWorkloads.join(", ");
    return { wrong: `expected one of ${names}, got "${text}"${closest(name, plainWorkloads)}` };
  }
  if (rest.length === 0) return { plain };
  if (!hasParameter(plain)) {
    const those = Object.entries(workloadParameters).map(([id, own]) => `${id}:${own.name}`);
    return {
      wrong: `${text}: expected ${plain} alone, for it takes no parameter; those that do: ${those.join(", ")}`,
    };
  }
  return parseParameter(text, plain, rest.join(":"));
}

function parseParameter(
  text: string,
  plain: ParametrisedId,
  given: string,
): WorkloadParts | { wrong: string } {
  const { name, minimum, maximum } = workloadParameters[plain];
  const range = `${name} ${minimum} to ${maximum}`;
  const [said = "", ...values] = given.split("=");
  if (said !== name) {
    return {
      wrong: `${text}: expected ${range}, the one parameter of ${plain}, got "${said}"${closest(said, [name])}`,
    };
  }
  const digits = values.join("=");
  const value = Number(digits);
  // One spelling for each number: the name is what windows and rows are told apart by.
  const isNumber = /^(0|[1-9]\d*)$/.test(digits);
  if (!isNumber || value < minimum || value > maximum) {
    return { wrong: `${text}: expected ${range}, got ${digits === "" ? "nothing" : digits}` };
  }
  return { plain, value };
}

function hasParameter(plain: PlainWorkload): plain is ParametrisedId {
  return Object.hasOwn(workloadParameters, plain);
}
