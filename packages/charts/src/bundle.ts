import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ownTree } from "@stackbench/host";
import type { BuildResult } from "esbuild";

/** A script for a browser, and what it was made of. */
export interface Bundle {
  script: string;
  /** Hash of each file, by its path from the repository's root. */
  inputs: Record<string, string>;
}

/** Bundles scripts, each with all that it imports. `entries`: paths. Inputs are named from the root of the repository. */
export async function buildScripts(
  entries: string[],
): Promise<BuildResult<{ write: false; metafile: true }>> {
  // Not needed where a bundle is at hand.
  const { build, stop } = await import("esbuild");
  const options = {
    entryPoints: entries,
    outdir: ".",
    absWorkingDir: ownTree,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2022",
    // What needs nothing of Node.
    alias: {
      "csv-stringify/sync": fileURLToPath(import.meta.resolve("csv-stringify/browser/esm/sync")),
    },
    charset: "ascii",
    logLevel: "silent",
  } as const;
  try {
    return await build(options);
  } catch (error) {
    // Ctrl-C ends the service that esbuild keeps together with all of a terminal's programs, and the page of what was measured is
    // made after it.
    if (!(error instanceof Error && error.message.includes("service"))) throw error;
    await stop();
    return await build(options);
  }
}

/** Bundles one script. `entry`: a path. */
export async function bundle(entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await buildScripts([entry]);
  // Packages by the lockfile, which says which version of each it was; this file says how.
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  const paths = [...own, "pnpm-lock.yaml", relative(ownTree, import.meta.filename)];
  const inputs = await Promise.all(paths.map(async (path) => [path, await hashOf(path)] as const));
  return { script: outputFiles[0]!.text, inputs: Object.fromEntries(inputs) };
}

/** Whether it would be made the same again: each file that went into it is still what it was. */
export async function isCurrent({ inputs }: Bundle): Promise<boolean> {
  const hashes = await Promise.all(
    Object.entries(inputs).map(async ([path, hash]) => (await hashOf(path)) === hash),
  );
  return hashes.every(Boolean);
}

async function hashOf(path: string): Promise<string> {
  const content = await readFile(join(ownTree, path)).catch(() => undefined);
  return content === undefined ? "gone" : createHash("sha256").update(content).digest("hex");
}
