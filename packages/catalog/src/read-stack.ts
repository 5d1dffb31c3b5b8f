import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  stackFileSchema,
  UsageError,
  variantKey,
  type Stack,
  type Variant,
} from "@stackbench/model";
import type { z } from "zod";
import { readVersions } from "./read-versions.ts";

export interface StackPlace {
  id: string;
  directory: string;
  external: boolean;
  repositoryRoot: string;
}

/** Reads and validates `stack.json`. Throws UsageError naming file, field, expected and got. */
export async function readStack(place: StackPlace): Promise<Stack> {
  const { id, directory, external } = place;
  const file = join(directory, "stack.json");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      cause.code === "ENOENT"
        ? `${file}: not found. A stack's folder holds a stack.json; see docs/adding-a-stack.md`
        : `${file}: cannot be read (${cause.message})`,
      { cause },
    );
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file}: expected JSON, got: ${(cause as Error).message}`, { cause });
  }
  const parsed = stackFileSchema.safeParse(json);
  if (!parsed.success) {
    throw new UsageError(describeIssues(file, json, parsed.error.issues), { cause: parsed.error });
  }
  const { $schema: _, variants, ...rest } = parsed.data;
  if (rest.workloads.includes("items") && rest.databaseDriver === undefined) {
    throw new UsageError(
      `${file}: databaseDriver: expected the database driver's name, because workloads holds "items"; got nothing`,
    );
  }
  const stack: Stack = {
    ...rest,
    id,
    directory,
    external,
    versions: {},
    variants: Object.entries(variants).map(([variantId, shape]) => ({
      ...shape,
      id: variantId,
      stackId: id,
    })),
  };
  for (const variant of stack.variants) {
    const wrong = contradictionIn(variant);
    if (wrong) throw new UsageError(`${file}: variants.${variant.id}.${wrong}`);
  }
  stack.versions = await readVersions(stack, place.repositoryRoot);
  return stack;
}

/** What no schema can say of a variant: field, expected, got. */
function contradictionIn(variant: Variant): string | undefined {
  const { proxy, protocol, socket, replicas, processGroups } = variant;
  const got = `(got proxy "${proxy}" for ${variantKey(variant)})`;
  if (socket === "unix" && proxy === "none") return `socket: "unix" needs a proxy in front ${got}`;
  if (protocol !== "http" && proxy === "none") {
    return `protocol: "${protocol}" needs a proxy in front ${got}`;
  }
  // Caddy 2.6 speaks fastcgi but tells a length of -1 for a body that comes in chunks.
  if (protocol !== "http" && proxy !== "nginx") {
    return `protocol: "${protocol}" is spoken by nginx alone ${got}`;
  }
  if (replicas > 1 && proxy === "none") return `replicas: ${replicas} need a proxy in front ${got}`;
  const groups = Object.values(processGroups ?? {});
  const rest = groups.filter(({ paths }) => paths.length === 0).length;
  if (groups.length > 0 && rest !== 1) {
    return `processGroups: expected exactly one group without paths, which serves the rest; got ${rest}`;
  }
  const paths = groups.flatMap((group) => group.paths);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    return `processGroups: expected each path in one group, got ${JSON.stringify(twice)} twice`;
  }
  return undefined;
}

/** One line an issue: file, field, expected, got. */
function describeIssues(file: string, json: unknown, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map((issue) => {
      const field = issue.path.length === 0 ? "(the whole file)" : issue.path.join(".");
      const got = describe(valueAt(json, issue.path));
      if (issue.code === "unrecognized_keys") {
        return `${file}: ${field}: expected only known fields, got also ${issue.keys.join(", ")}`;
      }
      if (issue.code === "invalid_key" || issue.code === "invalid_element") {
        const wanted = issue.issues.map(expectation).join(" and ");
        return `${file}: ${field}: ${wanted}, got the name ${describe(issue.path.at(-1))}`;
      }
      return `${file}: ${field}: ${expectation(issue)}, got ${got}`;
    })
    .join("\n");
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected}`;
    case "invalid_value":
      return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      return `expected at least ${issue.minimum}${issue.origin === "array" ? " elements" : ""}`;
    case "too_big":
      return `expected at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_union":
      return `expected ${issue.errors
        .map((branch) =>
          branch
            .map(expectation)
            .join(" and ")
            .replace(/^expected /, ""),
        )
        .join(" or ")}`;
    default:
      return `expected ${issue.message}`;
  }
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    json,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
