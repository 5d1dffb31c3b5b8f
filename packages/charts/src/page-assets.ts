import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PageAssets } from "@stackbench/report";
import { build } from "esbuild";

const browser = join(import.meta.dirname, "browser");
let made: Promise<PageAssets> | undefined;

/** The script and the style of a page, bundled once in a process: some tenths of a second. */
export function pageAssets(): Promise<PageAssets> {
  made ??= makeAssets();
  return made;
}

async function makeAssets(): Promise<PageAssets> {
  const [bundle, style] = await Promise.all([
    build({
      entryPoints: [join(browser, "page.ts")],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      target: "es2022",
      // What needs nothing of Node.
      alias: {
        "csv-stringify/sync": fileURLToPath(import.meta.resolve("csv-stringify/browser/esm/sync")),
      },
      charset: "ascii",
      logLevel: "silent",
    }),
    readFile(join(browser, "page.css"), "utf8"),
  ]);
  // What would end the element that it stands in.
  const script = bundle.outputFiles[0]!.text.replaceAll(/<\/(?=script)/gi, String.raw`<\/`);
  return { script, style };
}
