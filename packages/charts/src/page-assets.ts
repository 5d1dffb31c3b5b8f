import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, isPacked, ownTree } from "@stackbench/host";
import type { PageAssets } from "@stackbench/report";
import { keptBundle } from "./kept-bundle.ts";

/** Where the scripts and the style of pages lie, from the root of the repository. */
export const browserPlace = "packages/charts/src/browser";
const browser = join(ownTree, browserPlace);
const made = new Map<string, Promise<PageAssets>>();

/** The script and the style of a page that draws its pictures. */
export function pageAssets(): Promise<PageAssets> {
  return assetsOf("page");
}

/** The same of a page that follows a run as it goes on. */
export function liveAssets(): Promise<PageAssets> {
  return assetsOf("live-page");
}

/** Of a page whose pictures are drawn already: its tables sort. */
export function staticAssets(): Promise<PageAssets> {
  return assetsOf("static-page");
}

/** Their names: `<name>.ts` in a checkout, and bundled as `<name>.js` in the package. */
export const pageScripts = ["page", "live-page", "static-page"] as const;
type PageScript = (typeof pageScripts)[number];

function assetsOf(entry: PageScript): Promise<PageAssets> {
  const known = made.get(entry) ?? makeAssets(entry);
  made.set(entry, known);
  return known;
}

async function makeAssets(entry: PageScript): Promise<PageAssets> {
  const [code, style] = await Promise.all([
    scriptOf(entry),
    readFile(join(browser, "page.css"), "utf8"),
  ]);
  // What would end the element that it stands in.
  const script = code.replaceAll(/<\/(?=script)/gi, String.raw`<\/`);
  return { script, style };
}

async function scriptOf(name: PageScript): Promise<string> {
  if (isPacked) return await readFile(join(browser, `${name}.js`), "utf8");
  const { script } = await keptBundle(join(browser, `${name}.ts`), cacheFolder("pages"));
  return script;
}
