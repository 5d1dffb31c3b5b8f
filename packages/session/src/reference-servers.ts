import { join } from "node:path";
import { loadCatalog, selectVariants } from "@stackbench/catalog";
import type { Selected } from "@stackbench/model";
import { repositoryRoot } from "./places.ts";

/** Servers with known laws: a stack folder like any other, and outside the catalogue. From the root of the repository. */
export const referenceServersPlace = "packages/reference-servers/reference-servers";
export const referenceServersDirectory = join(repositoryRoot, referenceServersPlace);

/** The reference servers by variant id: `null`, `constant`, `queue`, … */
export async function loadReferenceServers(): Promise<Map<string, Selected>> {
  const catalog = await loadCatalog(repositoryRoot);
  const selected = await selectVariants(catalog, [referenceServersDirectory], repositoryRoot);
  return new Map(selected.map((entry) => [entry.variant.id, entry]));
}
