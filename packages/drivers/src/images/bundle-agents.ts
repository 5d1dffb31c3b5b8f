import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { BuildOptions, BuildResult } from "esbuild";
import { ownTree } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { bytesFile, type ContextFile } from "./context-file.ts";
import { oneFile } from "./list-files.ts";

// CommonJS dependencies inside an ES module still ask for these three.
const banner = `import { createRequire as stackbenchRequire } from "node:module";
import { fileURLToPath as stackbenchPath } from "node:url";
const require = stackbenchRequire(import.meta.url);
const __filename = stackbenchPath(import.meta.url);
const __dirname = stackbenchPath(new URL(".", import.meta.url));`;

/** How what runs on Node is bundled: as ES modules, nothing of `node_modules` beside them. Its inputs are named from the tree's root. */
export const bundling = {
  absWorkingDir: ownTree,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  banner: { js: banner },
  legalComments: "none",
  logLevel: "silent",
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/** The harness's own programs, one self-contained `agents/<name>.mjs` each. The package has them so already. Throws HostError. */
export async function bundleAgents(
  entries: Readonly<Record<string, string>>,
): Promise<ContextFile[]> {
  for (const [name, path] of Object.entries(entries)) {
    if (!existsSync(path)) throw new HostError(`The program "${name}" is not at ${path}.`);
  }
  const { bundled = [], source = [] } = Object.groupBy(Object.entries(entries), ([, path]) =>
    path.endsWith(".mjs") ? "bundled" : "source",
  );
  const files = await Promise.all(bundled.map(([name, path]) => oneFile(path, placeOf(name))));
  if (source.length > 0) {
    const { outputFiles } = await withoutLeftService(() => buildAgents(Object.fromEntries(source)));
    files.push(
      ...outputFiles.map(({ path, contents }) =>
        bytesFile(placeOf(basename(path, ".mjs")), contents),
      ),
    );
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function placeOf(name: string): string {
  return `agents/${name}.mjs`;
}

let underWay = 0;

/** The service that esbuild keeps would wake up again and again beside all that is measured later in this process. */
async function withoutLeftService<Found>(work: () => Promise<Found>): Promise<Found> {
  const { stop } = await import("esbuild");
  underWay++;
  try {
    return await work();
  } finally {
    if (--underWay === 0) await stop();
  }
}

/** Bundles programs, each by itself: nothing is written. `entries`: their sources, by name. */
export async function buildAgents(
  entries: Readonly<Record<string, string>>,
): Promise<BuildResult<typeof bundling>> {
  // The package has no need of it, and not the programs of another processor.
  const { build } = await import("esbuild");
  return await build({ ...bundling, entryPoints: { ...entries }, outdir: "agents" });
}
