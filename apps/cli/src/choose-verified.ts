import { findServers, readServers, type FoundServers } from "@stackbench/experiments";
import { repositoryRoot, workingDirectory, loadCatalog, selectVariants } from "@stackbench/session";
import { type CommandInput, readList } from "@stackbench/terminal";
import { UsageError, type Selected } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { coverShapes } from "./cover-shapes.ts";

/** Stacks by their names; `--cover` draws of them by the seed. Throws UsageError where none is named. */
export async function chooseStacks(
  { switches, positionals }: CommandInput,
  seed: number,
): Promise<Selected[]> {
  const patterns = switches.has("all") ? ["*"] : positionals.flatMap(readList);
  if (patterns.length === 0) {
    throw new UsageError(
      "bench verify: expected a stack such as fastify or ./my-app, --all, or --url=http://127.0.0.1:8000",
    );
  }
  const all = await selectVariants(await loadCatalog(repositoryRoot), patterns, workingDirectory);
  return switches.has("cover") ? coverShapes(all, seededRandom(seed)) : all;
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
