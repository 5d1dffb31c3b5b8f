import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { oneFile } from "./list-files.ts";
import type { ContextFile } from "./context-file.ts";
import { programGroup } from "./program-group.ts";

const npmVersion = "11.21.2";

export interface NodeSources {
  /** These identify what `fetch` gives. */
  buildArguments: Record<string, string>;
  fetch: (signal?: AbortSignal) => Promise<ContextFile[]>;
}

/** Node as it runs here, npm from the host's own registry, pnpm as the repository pins it. */
export async function nodeSources(repositoryRoot: string): Promise<NodeSources> {
  const manifest = await readFile(join(repositoryRoot, "package.json"), "utf8");
  const { packageManager } = JSON.parse(manifest) as { packageManager?: string };
  const pnpmVersion = /^pnpm@([^+]+)/.exec(packageManager ?? "")?.[1] ?? "12";
  return {
    buildArguments: {
      NODE_VERSION: process.versions.node,
      NODE_ARCHITECTURE: process.arch,
      NPM_VERSION: npmVersion,
      PNPM_VERSION: pnpmVersion,
    },
    fetch: async (signal) => [await oneFile(process.execPath, "node"), await npmPackage(signal)],
  };
}

async function npmPackage(signal?: AbortSignal): Promise<ContextFile> {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-npm-"));
  try {
    const arguments_ = ["pack", `npm@${npmVersion}`, "--json", "--pack-destination", directory];
    const packed = await programGroup("npm", arguments_, signal, { cwd: directory });
    signal?.throwIfAborted();
    if (packed.failed) {
      throw new HostError(`npm@${npmVersion} could not be fetched: ${packed.stderr.slice(-500)}`);
    }
    return await oneFile(join(directory, `npm-${npmVersion}.tgz`), "npm.tgz");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
