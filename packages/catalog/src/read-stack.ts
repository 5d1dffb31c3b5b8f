import { join } from "node:path";
import { stackFileSchema, UsageError, type Stack } from "@stackbench/model";
import { stackVariants } from "./stack-variants.ts";
import { contradictionIn } from "./contradiction-in.ts";
import { readInterface } from "./read-interfaces.ts";
import { inFile, readJsonFile } from "./read-json-file.ts";
import { readVersions } from "./read-versions.ts";

export interface StackPlace {
  id: string;
  directory: string;
  external: boolean;
  /** The tree whose interfaces and lockfiles count. */
  repositoryRoot: string;
}

/** Reads and validates `stack.json`. Throws UsageError naming file, field, expected and got. */
export async function readStack(place: StackPlace): Promise<Stack> {
  const { id, directory, external, repositoryRoot } = place;
  const file = join(directory, "stack.json");
  const missing =
    "not found. A stack's folder holds a stack.json (docs/adding-a-stack.md); an app without one is measured by bench shapes (docs/your-own-app.md)";
  const parsed = await readJsonFile(file, stackFileSchema, missing);
  const { $schema: _, variants: own, ...written } = parsed;
  const { app, framework, workloads, databaseDriver } = written;
  const serving =
    app && (await readInterface(repositoryRoot, app.interface, `${file}: app.interface`));
  return await inFile(file, async () => {
    if (workloads.includes("items") && databaseDriver === undefined) {
      throw new UsageError(
        `databaseDriver: expected the database driver's name, because workloads holds "items"; got nothing`,
      );
    }
    const byId = stackVariants({ app, framework, variants: own }, serving);
    const variants = Object.entries(byId).map(([variantId, shape]) => ({
      ...shape,
      id: variantId,
      stackId: id,
    }));
    for (const variant of variants) {
      const wrong = contradictionIn(variant);
      if (wrong) throw new UsageError(`variants.${variant.id}.${wrong}`);
    }
    const versions = await readVersions({ ...written, directory, variants }, repositoryRoot);
    return { ...written, id, directory, external, versions, variants };
  });
}
