import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@stackbench/model";

/**
 * Versions of the packages a stack names (framework, server, database driver), from the places where its
 * language pins them. A package that is pinned nowhere is absent.
 */
export async function readVersions(
  stack: Pick<Stack, "directory" | "runtime" | "framework" | "databaseDriver" | "variants">,
  repositoryRoot: string,
): Promise<Record<string, string>> {
  const shared = join(repositoryRoot, "packages", `workloads-${stack.runtime}`);
  const servers = stack.variants.map((variant) => variant.server);
  const names = new Set(
    [stack.framework, stack.databaseDriver, ...servers].filter((name) => name !== undefined),
  );
  const versions: Record<string, string> = {};
  for (const name of names) {
    for (const directory of [stack.directory, shared]) {
      versions[name] ??= (await pinned(stack.runtime, directory, name)) ?? "";
      if (versions[name] === "") delete versions[name];
    }
  }
  return versions;
}

async function pinned(
  runtime: Stack["runtime"],
  directory: string,
  name: string,
): Promise<string | undefined> {
  if (runtime === "node") {
    const text = await read(join(directory, "node_modules", name, "package.json"));
    return text === undefined ? undefined : (JSON.parse(text) as { version?: string }).version;
  }
  if (runtime === "python") {
    const text = await read(join(directory, "requirements.lock"));
    const line = text?.split("\n").find((candidate) => candidate.startsWith(`${name}==`));
    return line?.slice(name.length + 2).split(/[\s;\\]/)[0];
  }
  return undefined;
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
