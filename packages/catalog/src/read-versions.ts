import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isVersion, type Stack } from "@stackbench/model";
import { pomVersion } from "./pom-version.ts";

/** What Python's index calls a program that people call otherwise. */
const distributions: Readonly<Record<string, string>> = { uwsgi: "pyuwsgi" };

/**
 * Versions of the packages a stack names (framework, server, database driver), from the places where its
 * language pins them. A package that is pinned nowhere is absent.
 */
export async function readVersions(
  stack: Pick<Stack, "directory" | "runtime" | "framework" | "databaseDriver" | "variants">,
  repositoryRoot: string,
): Promise<Record<string, string>> {
  const shared = join(repositoryRoot, "packages", `workloads-${stack.runtime}`);
  const servers = stack.variants.flatMap(({ server }) => [server, ...(modules[server] ?? [])]);
  const names = new Set(
    [stack.framework, stack.databaseDriver, ...servers].filter((name) => name !== undefined),
  );
  const versions: Record<string, string> = {};
  for (const name of names) {
    for (const directory of [stack.directory, shared]) {
      if (versions[name] !== undefined) continue;
      const version = await pinned(stack.runtime, directory, name);
      if (version !== undefined && isVersion(version)) versions[name] = version;
    }
  }
  return versions;
}

/** What runs the app inside a server, and has a version of its own. */
const modules: Readonly<Record<string, readonly string[]>> = { apache: ["mod_wsgi"] };

/** Python's lockfiles: what a stack installs, and what is built against the Apache of its image. */
const lockfiles = ["requirements.lock", "requirements-apache.lock"];

async function pinned(
  runtime: Stack["runtime"],
  directory: string,
  name: string,
): Promise<string | undefined> {
  if (runtime === "node") {
    const text = await read(join(directory, "node_modules", name, "package.json"));
    if (text === undefined) return await pinnedProgram(directory, name);
    return (JSON.parse(text) as { version?: string }).version;
  }
  if (runtime === "python") {
    const texts = await Promise.all(lockfiles.map((file) => read(join(directory, file))));
    const lines = texts.flatMap((text) => text?.split("\n") ?? []);
    const distribution = distributions[name] ?? name;
    const line = lines.find((candidate) => candidate.startsWith(`${distribution}==`));
    return line?.slice(distribution.length + 2).split(/[\s;\\]/)[0];
  }
  if (runtime === "go") {
    const text = await read(join(directory, "go.mod"));
    return text === undefined ? undefined : requiredModule(text, name);
  }
  if (runtime === "rust") {
    const text = await read(join(directory, "Cargo.lock"));
    return text === undefined ? undefined : lockedCrate(text, name);
  }
  if (runtime === "jvm") {
    const text = await read(join(directory, "pom.xml"));
    return text === undefined ? undefined : pomVersion(text, name);
  }
  return undefined;
}

/** From go.mod: `github.com/jackc/pgx/v5 v5.8.0` goes by its path, and by `pgx`. */
function requiredModule(text: string, name: string): string | undefined {
  for (const line of text.split("\n")) {
    const [, path, version] = /^(?:\s|require\s)\s*(\S+)\s+v(\S+)/.exec(line) ?? [];
    const shortName = path
      ?.replace(/\/v\d+$/, "")
      .split("/")
      .at(-1);
    if (path === name || shortName === name) return version;
  }
  return undefined;
}

/** From Cargo.lock; the newest where a crate is there in several versions, which stand in ascending order. */
function lockedCrate(text: string, name: string): string | undefined {
  const crates = [...text.matchAll(/^name = "([^"]+)"\nversion = "([^"]+)"$/gm)];
  return crates.findLast(([, crate]) => crate === name)?.[2];
}

/**
 * A runtime that only the stack's image has (`bun`, `deno`): `runtimes/<name>/package.json` pins its package for each
 * processor, as `"bun-x64": "npm:@oven/bun-linux-x64@1.4.4"`.
 */
async function pinnedProgram(directory: string, name: string): Promise<string | undefined> {
  const text = await read(join(directory, "runtimes", name, "package.json"));
  if (text === undefined) return undefined;
  const { optionalDependencies = {} } = JSON.parse(text) as {
    optionalDependencies?: Record<string, string>;
  };
  const pin = Object.entries(optionalDependencies).find(([key]) => key.startsWith(`${name}-`));
  return pin?.[1].split("@").at(-1);
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
