import { existsSync } from "node:fs";
import { join } from "node:path";
import { StackFailure, type Stack } from "@stackbench/model";
import { asksFor, basesOf, type BaseName } from "./base-names.ts";
import type { ContextFile } from "./context-file.ts";
import type { LeftOut } from "./left-out.ts";
import { listFiles, oneFile } from "./list-files.ts";
import { listStackFiles } from "./list-stack-files.ts";
import { ownSources } from "./own-sources.ts";

/** What a stack's image is built from: a context laid out like the repository. */
export interface StackSources {
  name: string;
  files: ContextFile[];
  /** Its path in the context. */
  dockerfile: string;
  bases: BaseName[];
  buildArguments: Record<string, string>;
  /** What lies in the stack's folder and does not go in. */
  leftOut: LeftOut[];
}

const sharedFiles: Partial<Record<Stack["runtime"], readonly string[]>> = {
  node: ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"],
};
const sharedDirectories: Partial<Record<Stack["runtime"], string>> = {
  node: "packages/workloads-node",
  python: "packages/workloads-python",
  go: "packages/workloads-go",
  rust: "packages/workloads-rust",
  ruby: "packages/workloads-ruby",
  php: "packages/workloads-php",
  jvm: "packages/workloads-jvm",
};

/**
 * Reads the stack's folder and what its language shares, from the tree that the stack names or else from
 * `ownRoot`. A folder from elsewhere lies at `stacks/<id>/` like any other. Without a Dockerfile of its own it gets
 * that of its runtime. Throws StackFailure (stage `image`) where there is neither, or no folder.
 * An app as it is has a recipe of the harness's.
 */
export async function stackSources(stack: Stack, ownRoot: string): Promise<StackSources> {
  if (stack.own) return { name: stackImageName(stack.id), ...(await ownSources(stack, stack.own)) };
  const { id, repositoryRoot } =
    stack.origin?.from === "tree" ? stack.origin : { id: stack.id, repositoryRoot: ownRoot };
  const place = `stacks/${id}`;
  if (!existsSync(stack.directory)) {
    throw new StackFailure("image", `expected the folder ${stack.directory}, found none`);
  }
  const { files, leftOut } = await listStackFiles(stack.directory, place);
  for (const path of sharedFiles[stack.runtime] ?? []) {
    files.push(await oneFile(join(repositoryRoot, path), path));
  }
  const shared = sharedDirectories[stack.runtime];
  if (shared !== undefined && existsSync(join(repositoryRoot, shared))) {
    files.push(...(await listFiles(join(repositoryRoot, shared), shared)));
  }
  const own = files.find(({ path }) => path === `${place}/Dockerfile`);
  const dockerfile = own ?? files.find(({ path }) => path === `${shared}/Dockerfile`);
  if (dockerfile?.kind !== "bytes") {
    const which = shared === undefined ? "" : `, nor ${shared}/Dockerfile`;
    throw new StackFailure("image", `expected ${id}/Dockerfile, found none${which}`);
  }
  const text = dockerfile.bytes.toString();
  const paths = files.map(({ path }) => path);
  const told = Object.entries(argumentsFor(stack, id, paths)).filter(([name]) =>
    asksFor(text, name),
  );
  return {
    name: stackImageName(id),
    files,
    dockerfile: dockerfile.path,
    bases: basesOf(text),
    buildArguments: Object.fromEntries(told),
    leftOut,
  };
}

/**
 * The engine takes lower case letters, digits and single separators; a folder may be named otherwise. Ids that come to
 * the same name are told apart by the tag, which is made of the content.
 */
export function stackImageName(id: string): string {
  const plain = id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `stack-${plain.replaceAll(/^-|-$/g, "") || "unnamed"}`;
}

/** What a Dockerfile may ask for, beside its bases. */
function argumentsFor(stack: Stack, id: string, paths: readonly string[]): Record<string, string> {
  // The lockfile does not know a folder from elsewhere: it pins what it holds, package.json and the catalog the rest.
  const isMember = !stack.external;
  const cached = stack.variants.filter(({ environment }) => environment["NODE_COMPILE_CACHE"]);
  return {
    STACK: id,
    LOCKFILE: isMember ? "--frozen-lockfile" : "--no-frozen-lockfile",
    RUNTIMES: runtimesOf(stack, paths).join(" "),
    CACHED_VARIANTS: JSON.stringify(
      cached.map(({ command, environment }) => ({ command, environment })),
    ),
  };
}

/** The servers of its variants that are runtimes to be installed: such as have a folder beside a Dockerfile. */
function runtimesOf({ variants }: Stack, paths: readonly string[]): string[] {
  const servers = new Set(variants.map(({ server }) => server));
  const isRuntime = (server: string): boolean =>
    paths.some((path) => path.endsWith(`/runtimes/${server}/package.json`));
  return [...servers].filter(isRuntime).toSorted();
}
