import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "@stackbench/charts/chromium";
import { HostError, type RunRecord } from "@stackbench/model";
import { summarise } from "@stackbench/report";
import { manyVariantsRun } from "@stackbench/report/testing";
import { renderPage, runStore } from "@stackbench/session";
import { median } from "@stackbench/statistics";
import { type Command, type CommandInput, readInteger, say } from "@stackbench/terminal";
import { chromium } from "playwright-core";
import { jsonOption } from "../json-option.ts";
import { conclude } from "../outcome.ts";

/** Until the answer and the first picture are seen, ms. */
const mostMs = 1000;

/** When a browser had what a reader looks for, ms since it began to open the page. */
interface Opening {
  /** The first paint of anything, which the answer is: it stands first in the file. */
  paintMs: number;
  /** The first frame behind the one in which the first picture was drawn. */
  pictureMs: number;
}

export const pagePerf: Command = {
  name: "page",
  summary: "how soon a browser shows the report page of many variants",
  positionals: "[run]",
  options: {
    variants: { value: "n", help: "of a made-up run of three workloads", default: "40" },
    times: {
      value: "n",
      help: "how often it is opened, each time by a browser of its own",
      default: "9",
    },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
    ...jsonOption,
  },
  run: measurePage,
};

async function measurePage({ positionals, values, switches }: CommandInput): Promise<number> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new HostError("perf page: expected a Chromium, got none: install Debian's chromium");
  }
  const times = readInteger("times", values["times"], 9, { min: 1, max: 100 });
  const variants = readInteger("variants", values["variants"], 40, { min: 1, max: 200 });
  const [runId] = positionals;
  const run =
    runId === undefined
      ? manyVariantsRun({ variants, workloads: ["hello", "hash-sort", "items"] })
      : await runStore(values["out"]).read(runId);
  const folder = await mkdtemp(join(tmpdir(), "stackbench-page-"));
  try {
    const { file, kilobytes } = await writePage(run, folder);
    say(`${run.runId}: ${kilobytes} kB, opened ${times} times at 1440 px`);
    const openings: Opening[] = [];
    for (let time = 0; time < times; time++) openings.push(await open(file, executablePath));
    const paintMs = openings.map((opening) => opening.paintMs);
    const pictureMs = openings.map((opening) => opening.pictureMs);
    const targets = [
      { name: "first paint, median, ms", value: median(paintMs), atMost: mostMs },
      { name: "first picture, median, ms", value: median(pictureMs), atMost: mostMs },
    ];
    const text = `first paint ${spread(paintMs)} ms, first picture ${spread(pictureMs)} ms\n`;
    return conclude(
      "page",
      { text, targets, figures: { kilobytes, openings } },
      switches.has("json"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePage(
  run: RunRecord,
  folder: string,
): Promise<{ file: string; kilobytes: number }> {
  const { "report.html": html } = await renderPage(run, summarise(run));
  const file = join(folder, "report.html");
  await writeFile(file, html!);
  return { file, kilobytes: Math.round(Buffer.byteLength(html!) / 1000) };
}

/** Runs in the page, before anything of it: times are of the page's own clock, which begins with its opening. */
const watch = `
  window.pictureMs = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("figure svg")) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });`;

const told = `window.pictureMs.then((pictureMs) => ({
  paintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  pictureMs,
}))`;

/** By a browser that has never seen it. Throws what Playwright throws, after 30 s without a picture too. */
async function open(file: string, executablePath: string): Promise<Opening> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watch);
    await page.goto(`file://${file}`);
    await page.locator("figure svg").first().waitFor();
    return await page.evaluate<Opening>(told);
  } finally {
    await browser.close();
  }
}

/** `412 (398 to 530)`: the median, the least and the most. */
function spread(values: readonly number[]): string {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)];
  return `${Math.round(middle)} (${Math.round(least)} to ${Math.round(most)})`;
}
