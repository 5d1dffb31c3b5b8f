import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PageAssets } from "@stackbench/report";
import { build } from "esbuild";

const browser = join(import.meta.dirname, "browser");
const made = new Map<string, Promise<PageAssets>>();

/** The script and the style of a page that draws its pictures, bundled once in a process: some tenths of a second. */
export function pageAssets(): Promise<PageAssets> {
  return assetsOf("page.ts");
}

/** The same of a page that follows a run as it goes on. */
export function liveAssets(): Promise<PageAssets> {
  return assetsOf("live-page.ts");
}

/** Of a page whose pictures are drawn already: its tables sort. */
export function staticAssets(): Promise<PageAssets> {
  return assetsOf("static-page.ts");
}

function assetsOf(entry: string): Promise<PageAssets> {
  const known = made.get(entry) ?? makeAssets(entry);
  made.set(entry, known);
  return known;
}

async function makeAssets(entry: string): Promise<PageAssets> {
  const [bundle, style] = await Promise.all([
    build({
      entryPoints: [join(browser, entry)],
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
