import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "@stackbench/host";
import type { PageAssets } from "@stackbench/report";
import { keptBundle } from "./kept-bundle.ts";

const browser = join(import.meta.dirname, "browser");
const made = new Map<string, Promise<PageAssets>>();

/** The script and the style of a page that draws its pictures. */
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
    keptBundle(join(browser, entry), cacheFolder("pages")),
    readFile(join(browser, "page.css"), "utf8"),
  ]);
  // What would end the element that it stands in.
  const script = bundle.script.replaceAll(/<\/(?=script)/gi, String.raw`<\/`);
  return { script, style };
}
