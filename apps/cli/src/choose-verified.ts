import { findServers, readServers, type FoundServers } from "@stackbench/experiments";
import { workingDirectory, loadCatalog, selectVariants, type Catalog } from "@stackbench/session";
import { type CommandInput, readList } from "@stackbench/terminal";
import { UsageError, type Selected } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { coverShapes } from "./cover-shapes.ts";

interface ChosenStacks {
  selected: Selected[];
  /** Asked for with all others; they cannot be read, and so not be brought up. */
  broken: Catalog["broken"];
}

/**
 * Stacks of the tree by their names, or with `--all` every one; `--cover` draws of these by the seed. Throws UsageError where
 * none is named, and where some are named beside all.
 */
export async function chooseStacks(
  { switches, positionals }: CommandInput,
  seed: number,
  tree: string,
): Promise<ChosenStacks> {
  const asksForAll = ["all", "cover"].find((name) => switches.has(name));
  const catalog = await loadCatalog(tree);
  if (asksForAll !== undefined) {
    if (positionals.length > 0) {
      throw new UsageError(
        `bench verify: expected stacks or --${asksForAll}, which takes every stack of the catalogue, got --${asksForAll} and ${positionals.join(" ")}; verify them apart`,
      );
    }
    const all = await selectVariants(catalog, ["*"], workingDirectory);
    const selected = switches.has("cover") ? coverShapes(all, seededRandom(seed)) : all;
    return { selected, broken: catalog.broken };
  }
  const patterns = positionals.flatMap(readList);
  if (patterns.length === 0) {
    throw new UsageError(
      "bench verify: expected a stack such as fastify or ./my-app, --all, or --url=http://127.0.0.1:8000",
    );
  }
  return { selected: await selectVariants(catalog, patterns, workingDirectory), broken: [] };
}

/** Servers that already run: unless told otherwise, all is checked of them that can be. */
export async function findRunning(input: CommandInput): Promise<FoundServers | undefined> {
  const { values, switches, positionals } = input;
  if (values["url"] === undefined) {
    if (values["workload"] !== undefined) {
      throw new UsageError(
        "--workload: expected --url= with it; a stack is checked in all it serves",
      );
    }
  } else if (switches.has("all") || switches.has("cover") || positionals.length > 0) {
    throw new UsageError("--url: expected no stacks with it; verify them apart");
  }
  const servers = readServers(input, "all");
  return servers && (await findServers(servers));
}
