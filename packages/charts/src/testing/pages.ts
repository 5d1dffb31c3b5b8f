import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { findChromium } from "./find-chromium.ts";

/** Where Chromium is; undefined where there is none. Throws in CI, which has to have it. */
export const executablePath = findChromium();
if (executablePath === undefined && process.env["CI"] !== undefined) {
  throw new Error("expected Chromium in CI: install Debian's chromium");
}

/** A desk and a phone, by day and by night. */
export const screens = [1440, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** A file as a page, until the test ends, and what its console complained of. */
export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions,
): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext(options);
  onTestFinished(async () => await context.close());
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${path}`);
  return { page, troubles };
}

/** What of axe's answer is looked at. */
interface AxeOutcome {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

/** No sideways scroll, and nothing serious to axe. */
export async function expectFit(page: Page): Promise<void> {
  const shape = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
  const [scrolls, seen] = shape as [number, number];
  expect(scrolls).toBeLessThanOrEqual(seen);
  await page.evaluate(await readFile(fileURLToPath(import.meta.resolve("axe-core")), "utf8"));
  const found = await page.evaluate<AxeOutcome>("axe.run()");
  const serious = found.violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  expect(serious).toEqual([]);
}
