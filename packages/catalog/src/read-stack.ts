import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stackFileSchema, UsageError, type Stack } from "@stackbench/model";
import { contradictionIn } from "./contradiction-in.ts";
import { describeIssues } from "./describe-issues.ts";
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
