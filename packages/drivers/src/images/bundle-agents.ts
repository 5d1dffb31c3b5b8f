import { existsSync } from "node:fs";
import { build } from "esbuild";
import { HostError } from "@stackbench/model";
import type { ContextFile } from "./context-file.ts";

// CommonJS dependencies inside an ES module still ask for these three.
const banner = `import { createRequire as stackbenchRequire } from "node:module";
import { fileURLToPath as stackbenchPath } from "node:url";
const require = stackbenchRequire(import.meta.url);
const __filename = stackbenchPath(import.meta.url);
const __dirname = stackbenchPath(new URL(".", import.meta.url));`;

/** The harness's own programs, one self-contained `agents/<name>.mjs` each. Throws HostError. */
export async function bundleAgents(
  entries: Readonly<Record<string, string>>,
): Promise<ContextFile[]> {
  for (const [name, path] of Object.entries(entries)) {
    if (!existsSync(path)) throw new HostError(`The program "${name}" is not at ${path}.`);
  }
  const { outputFiles } = await build({
    entryPoints: { ...entries },
    outdir: "agents",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    banner: { js: banner },
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  return outputFiles
    .map((file): ContextFile => {
      const path = `agents/${file.path.replace(/^.*[/\\]/, "")}`;
      return { kind: "bytes", path, executable: false, bytes: Buffer.from(file.contents) };
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
