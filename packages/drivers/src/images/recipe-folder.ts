import { ownTree } from "@stackbench/host";
import { join } from "node:path";

/** Where the recipes of the harness's images lie, from the root of the repository. */
export const recipesPlace = "packages/drivers/src/images";

/** The folder of one of them: its Dockerfile, and what goes in with it. */
export function recipeFolder(name: string): string {
  return join(ownTree, recipesPlace, name);
}
