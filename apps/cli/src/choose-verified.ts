import { findServers, readServers, type FoundServers } from "@stackbench/experiments";
import { repositoryRoot, workingDirectory, loadCatalog, selectVariants } from "@stackbench/session";
import { type CommandInput, readList } from "@stackbench/terminal";
import { UsageError, type Selected } from "@stackbench/model";

/** Stacks by their names. Throws UsageError where none is named. */
export async function chooseStacks({ switches, positionals }: CommandInput): Promise<Selected[]> {
  const patterns = switches.has("all") ? ["*"] : positionals.flatMap(readList);
  if (patterns.length === 0) {
    throw new UsageError(
      "bench verify: expected a stack such as fastify or ./my-app, --all, or --url=http://127.0.0.1:8000",
    );
  }
  return await selectVariants(await loadCatalog(repositoryRoot), patterns, workingDirectory);
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
  } else if (switches.has("all") || positionals.length > 0) {
    throw new UsageError("--url: expected no stacks with it; verify them apart");
  }
  const servers = readServers(input, "all");
  return servers && (await findServers(servers));
}
