import { basename, join } from "node:path";
import { build } from "esbuild";
import { browserPlace, buildScripts, pageScripts } from "@stackbench/charts";
import { ownTree } from "@stackbench/host";
import {
  bundling,
  bytesFile,
  listFiles,
  oneFile,
  recipesPlace,
  referenceServersPlace,
  textFile,
  type ContextFile,
} from "@stackbench/session";
import type { Bundled } from "./programs.ts";

/** What is read as it is when it is needed, and nothing of it is run here: contexts of images, and the catalogue. */
const folders = [
  "stacks",
  "packages/workloads-go",
  "packages/workloads-node",
  "packages/workloads-jvm",
  "packages/workloads-php",
  "packages/workloads-python",
  "packages/workloads-ruby",
  "packages/workloads-rust",
  "packages/shapes/interfaces",
  "packages/shapes/own",
];
/** What the images of Node stacks are installed from, and what a new stack's folder refers to. */
const singles = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "tsconfig.base.json"];

/** The part of a checkout that the package has, at the same places: see `ownTree`. Made of what the checkout is now. */
export async function bundleTree(): Promise<Bundled> {
  const [listed, single, recipes, scripts, servers] = await Promise.all([
    Promise.all(folders.map((folder) => listFiles(join(ownTree, folder), folder))),
    Promise.all([...singles, `${browserPlace}/page.css`].map(asItIs)),
    listFiles(join(ownTree, recipesPlace), recipesPlace),
    buildScripts(pageScripts.map((name) => join(ownTree, browserPlace, `${name}.ts`))),
    referenceServers(),
  ]);
  const pages = scripts.outputFiles.map(({ path, contents }) =>
    bytesFile(`${browserPlace}/${basename(path)}`, contents),
  );
  const files = [
    ...listed.flat(),
    ...single,
    ...recipes.filter(({ path }) => !path.endsWith(".ts")),
    ...pages,
    ...servers,
  ];
  return {
    files: files.map((file) => ({ ...file, path: `tree/${file.path}` })),
    inputs: Object.keys(scripts.metafile.inputs),
  };
}

const asItIs = (path: string): Promise<ContextFile> => oneFile(join(ownTree, path), path);

/** They run here as local processes too, where Node reads no TypeScript: one bundled file in the place of their sources. */
async function referenceServers(): Promise<ContextFile[]> {
  const folder = join(ownTree, referenceServersPlace);
  const { outputFiles } = await build({
    ...bundling,
    banner: {},
    entryPoints: [join(folder, "server.ts")],
    outfile: "server.js",
  });
  const others = await listFiles(folder, referenceServersPlace);
  return [
    bytesFile(`${referenceServersPlace}/server.js`, outputFiles[0]!.contents),
    ...others.flatMap((file) => {
      if (file.kind !== "bytes" || file.path.endsWith(".ts")) return [];
      return [textFile(file.path, file.bytes.toString().replaceAll('"server.ts"', '"server.js"'))];
    }),
  ];
}
