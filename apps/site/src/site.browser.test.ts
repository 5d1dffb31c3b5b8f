import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executablePath, expectFit, openPage, screens } from "@stackbench/charts/testing";
import { makeNights } from "@stackbench/history/testing";
import { readReproductions } from "@stackbench/reproductions";
import { repositoryRoot, runStore } from "@stackbench/session";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "./build-site.ts";

/** One of each kind. */
const pages = [
  "index.html",
  "history.html",
  "comparisons/index.html",
  "comparisons/proxy-none-or-nginx.html",
  "studies/maximum-throughput.html",
  "stacks/fastify.html",
  "methodology.html",
  "reproductions.html",
];

describe.skipIf(executablePath === undefined)("pages of the site, in Chromium", () => {
  let browser: Browser;
  let out = "";

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    out = await mkdtemp(join(tmpdir(), "stackbench-site-"));
    await buildSite({
      nights: makeNights({
        seed: 1,
        nights: 90,
        variants: ["node-http:bare", "fastify:bare", "fastify:nginx"],
        speed: (key, night) => (key === "fastify:bare" && night > 60 ? 0.9 : 1),
      }),
      published: runStore(join(repositoryRoot, "results/published")),
      studies: await readReproductions(join(repositoryRoot, "results/reproduced")),
      docs: join(repositoryRoot, "docs"),
      out,
    });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(out, { recursive: true, force: true });
  });

  const seen = pages.flatMap((file) => screens.map((screen) => ({ file, ...screen })));

  test.each(seen)(
    "$file: no trouble in its console, no sideways scroll, nothing serious to axe ($width px, $colorScheme)",
    async ({ file, width, colorScheme }) => {
      const viewport = { width, height: 900 };
      const { page, troubles } = await openPage(browser, join(out, file), {
        viewport,
        colorScheme,
      });
      await expectFit(page);
      expect(troubles).toEqual([]);
    },
  );

  test.each(["methodology.html", "reproductions.html", "decisions.html"])(
    "the tables of %s, which hold sentences, are as wide as the page",
    async (file) => {
      const viewport = { width: 1440, height: 900 };
      const { page } = await openPage(browser, join(out, file), { viewport });
      const tables = page.locator(".scroll");
      const beyond = await tables.evaluateAll((all) =>
        all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
      );
      expect(beyond.length).toBeGreaterThan(0);
      expect(Math.max(...beyond)).toBe(0);
    },
  );

  test("from the first page a question leads to its stacks, and back", async () => {
    const viewport = { width: 1440, height: 900 };
    const { page } = await openPage(browser, join(out, "index.html"), { viewport });
    await page.getByRole("link", { name: "nginx in front or not?" }).click();
    await page.locator("main").getByRole("link", { name: "fastify", exact: true }).click();
    expect(await page.locator(".answer").textContent()).toContain("fastify in");
    await page.getByRole("link", { name: "nginx in front or not?" }).click();
    expect(await page.locator("th[scope=row]").first().textContent()).toContain("none → nginx");
  });
});
