import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareRuns, renderComparisonPage } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageAssets } from "./page-assets.ts";
import { executablePath, expectFit, openPage, screens } from "./testing/pages.ts";

const shares = [1, 0.99, 1.01, 1, 0.98, 1.02, 1.005, 0.995];
const names = ["a:bare", "b:bare", "c:bare", "d:bare", "a-stack-of-a-long-name:behind-nginx"];
const run = (factor: number, day: string) => {
  const made = runOf({
    rounds: shares.length,
    cases: names.map((variant, index) => ({
      variant,
      workload: "hello" as const,
      rounds: shares.map((share) => ({ throughput: 1000 * (index + 1) * factor * share })),
    })),
  });
  for (const window of made.windows) window.startedAt = window.startedAt.replace("11-21", day);
  return made;
};

/** Two runs of enough variants to choose among. */
describe.skipIf(executablePath === undefined)("the page of two runs, in Chromium", () => {
  let browser: Browser;
  let folder = "";
  let path = "";

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    folder = await mkdtemp(join(tmpdir(), "stackbench-comparison-"));
    path = join(folder, "compared.html");
    const comparison = compareRuns(run(1, "11-21"), run(0.7, "11-22"));
    await writeFile(path, renderComparisonPage(comparison, await pageAssets()));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(screens)(
    "no trouble in its console, no sideways scroll, nothing serious to axe ($width px, $colorScheme)",
    async ({ width, colorScheme }) => {
      const options = { viewport: { width, height: 900 }, colorScheme };
      const { page, troubles } = await openPage(browser, path, options);
      await page.locator("figure svg").first().waitFor();
      await expectFit(page);
      expect(troubles).toEqual([]);
    },
  );

  test("its rows are chosen by name, with their dots, and sorted", async () => {
    const options = { viewport: { width: 1440, height: 900 } };
    const { page } = await openPage(browser, path, options);
    const rows = page.locator("main section > .scroll > table tbody tr:visible th");
    await page.locator("thead button", { hasText: "base" }).click();
    const sorted = await rows.allTextContents();
    expect(sorted).toEqual(names);
    await page.locator("#filters input[type=search]").fill("c:bare");
    expect(await rows.allTextContents()).toEqual(["c:bare"]);
    const drawn = page.locator("figure svg [data-part='y-axis tick label'] text");
    expect(await drawn.allTextContents()).toEqual(["c:bare, hello (slower)"]);
  });

  test("a table that is pushed aside still says whose figures they are", async () => {
    const { page } = await openPage(browser, path, { viewport: { width: 390, height: 900 } });
    const table = page.locator("main section > .scroll").first();
    await table.evaluate((element) => (element.scrollLeft = 300));
    expect(await table.evaluate(({ scrollLeft }) => scrollLeft)).toBe(300);
    const name = table.locator("tbody th").first();
    const [frame, box] = [await table.boundingBox(), await name.boundingBox()];
    expect(box!.x - frame!.x).toBeLessThan(5);
    // Under a hand there is the name, and no figure that passes below it.
    await name.click({ trial: true });
    // A long one leaves room for figures.
    expect(box!.width).toBeLessThan(frame!.width / 2);
  });
});
