import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  compareRuns,
  plainDot,
  renderComparisonPage,
  renderHtml,
  runPageOf,
  summarise,
  type Picture,
} from "@stackbench/report";
import { manyVariantsRun } from "@stackbench/report/testing";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageAssets } from "./page-assets.ts";
import { executablePath, expectFit, openPage, screens } from "./testing/pages.ts";

/** In a browser, with 34 variants of two workloads. */
describe.skipIf(executablePath === undefined)("the page of a run, in Chromium", () => {
  let browser: Browser;
  let folder = "";

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    folder = await mkdtemp(join(tmpdir(), "stackbench-page-"));
    const run = manyVariantsRun();
    // What is pasted may have longer lines than a phone.
    const command = `gunicorn --bind=127.0.0.1:8000 ${"--workers=5 ".repeat(20)}app:app`;
    const toPaste = {
      title: "gunicorn-nginx, ready to paste",
      commands: ["pip install gunicorn==27.0.1", command],
      files: [{ lead: "and as a site of nginx:", lines: [`# ${"x".repeat(300)}`] }],
    };
    const content = runPageOf(run, summarise(run), { sentences: [], pictures: [], toPaste });
    const html = renderHtml(content, await pageAssets());
    expect(html.length).toBeLessThan(1_500_000);
    await writeFile(join(folder, "report.html"), html);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (
    options: BrowserContextOptions,
  ): Promise<{ page: Page; troubles: string[] }> =>
    await openPage(browser, join(folder, "report.html"), options);

  test.each(screens)(
    "no trouble in its console, no sideways scroll, nothing serious to axe ($width px, $colorScheme)",
    async ({ width, colorScheme }) => {
      const { page, troubles } = await open({ viewport: { width, height: 900 }, colorScheme });
      await page.locator("figure svg").first().waitFor();
      await page.getByText("and as a site of nginx:").click();
      await expectFit(page);
      expect(troubles).toEqual([]);
    },
  );

  test("a click on a heading sorts the table by it, a second one the other way round", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 } });
    const table = page.locator("main section > .scroll > table").first();
    const throughputs = async (): Promise<number[]> =>
      (await table.locator("tbody tr td:nth-child(3)").allTextContents()).map((text) =>
        Number(text.replaceAll(/[(),]/g, "")),
      );
    const heading = table.locator("thead th").nth(2);
    await heading.locator("button").click();
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    const rising = await throughputs();
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    // By keyboard too.
    await heading.locator("button").press("Enter");
    const falling = await throughputs();
    expect(falling).toEqual(rising.toSorted((a, b) => b - a));
    expect(new Set(rising).size).toBeGreaterThan(10);
  });

  test("choosing a language or a part of a name shows only those rows, in pictures and tables", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 } });
    const drawn = page
      .locator("figure")
      .first()
      .locator("svg [data-part='y-axis tick label'] text");
    await drawn.first().waitFor();
    const all = await drawn.count();
    await page.locator("#filters select").first().selectOption({ index: 1 });
    const some = await drawn.count();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    const rows = page.locator("main section > .scroll > table").first().locator("tbody tr:visible");
    expect(await rows.count()).toBe(some);
    await page.locator("#filters input[type=search]").fill("no such name");
    expect(await rows.count()).toBe(0);
    expect(await page.locator("figure").first().textContent()).toContain("Nothing that is chosen");
  });

  test("choosing a language leaves an experiment's own pictures what is of its variants, and what is of none", async () => {
    const run = manyVariantsRun();
    const keys = run.variants.map(({ key }) => key);
    const isOf = (key: string, language: string): boolean =>
      run.variants.find((info) => info.key === key)!.language === language;
    const { language } = run.variants[0]!;
    const own: Picture[] = [
      {
        kind: "dots",
        id: "own",
        title: "Capacity",
        caption: "",
        unit: "requests/s",
        rows: [...keys, "of no variant"].map((label, index) => plainDot(label, 100 + index, null)),
      },
      {
        kind: "lines",
        id: "own-curves",
        title: "Throughput over connections",
        caption: "",
        x: { label: "connections", scale: "linear" },
        y: { label: "requests/s", scale: "linear" },
        series: [...keys.map((key) => `${key}, the law`), "user"].map((label) => ({
          label,
          points: [
            [1, 1, null, null],
            [2, 2, null, null],
          ],
        })),
        marks: [],
        drawnAtFirst: keys.length + 1,
      },
    ];
    const content = runPageOf(run, summarise(run), { sentences: [], pictures: own });
    const path = join(folder, "own.html");
    await writeFile(path, renderHtml(content, await pageAssets()));
    const { page } = await openPage(browser, path, { viewport: { width: 1440, height: 900 } });
    const dots = page.locator("figure[data-picture=own] svg [data-part='y-axis tick label'] text");
    await dots.first().waitFor();
    await page.getByLabel("language").selectOption(language);
    const kept = keys.filter((key) => isOf(key, language));
    expect(kept.length).toBeLessThan(keys.length);
    expect((await dots.allTextContents()).toSorted()).toEqual(
      [...kept, "of no variant"].toSorted(),
    );
    const curves = page.locator("figure[data-picture=own-curves] .legend label:visible");
    expect(await curves.allTextContents()).toEqual([
      ...kept.map((key) => `${key}, the law`),
      "user",
    ]);
  });

  test("two runs of many variants side by side have pictures, and tables that sort", async () => {
    const run = manyVariantsRun();
    const html = renderComparisonPage(compareRuns(run, run), await pageAssets());
    const path = join(folder, "comparison.html");
    await writeFile(path, html);
    const { page, troubles } = await openPage(browser, path, {
      viewport: { width: 1440, height: 900 },
    });
    // Drawn once it is seen, which is below the table.
    await page.locator("figure").first().scrollIntoViewIfNeeded();
    await page.locator("figure svg").first().waitFor();
    await page.locator("thead th button").first().waitFor();
    expect(troubles).toEqual([]);
  });

  test("curves are laid over each other as they are chosen", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 } });
    const figure = page.locator("figure[data-picture$='-percentiles']").first();
    await figure.scrollIntoViewIfNeeded();
    const curves = figure.locator("svg g[data-part=line] path");
    await curves.first().waitFor();
    const before = await curves.count();
    await figure.locator("input:not(:checked)").first().check();
    expect(await curves.count()).toBe(before + 1);
    await figure.locator("input:checked").first().uncheck();
    expect(await curves.count()).toBe(before);
  });

  test("whoever points at a dot is told its figure", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 } });
    const dot = page.locator("figure").first().locator("svg g[data-part=dot] circle").last();
    await dot.waitFor();
    await dot.hover({ force: true });
    const tip = page.locator("figure").first().locator("svg g[aria-label=tip]");
    await expect.poll(async () => await tip.textContent()).toMatch(/requests\/s/);
  });

  test("the data of a picture can be kept as a file", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    const figure = page.locator("figure").first();
    await figure.locator("summary").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      figure.locator("button.download").click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const lines = text.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^place,name,requests\/s,low,high,round 1/);
    expect(lines).toHaveLength(1 + 34);
  });
});
