import { renderHtml, runPageOf, summarise } from "@stackbench/report";
import { manyVariantsRun } from "@stackbench/report/testing";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { liveAssets } from "./page-assets.ts";
import { executablePath } from "./testing/pages.ts";

const address = "http://127.0.0.1:4180/";

test.skipIf(executablePath === undefined)(
  "a page that is followed loads itself again where one was, and says when the run is over",
  async () => {
    const run = manyVariantsRun();
    const content = runPageOf(run, summarise(run));
    const assets = await liveAssets();
    const pageOf = (rendering: number): string =>
      renderHtml(
        { ...content, live: { rendering, soFar: `provisional, after ${rendering} of 8 rounds` } },
        assets,
      );
    const browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox"],
    });
    onTestFinished(async () => await browser.close());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const troubles: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") troubles.push(message.text());
    });
    page.on("pageerror", (error) => troubles.push(error.message));
    let rendering = 1;
    const isNew = Promise.withResolvers<void>();
    const isOver = Promise.withResolvers<void>();
    await page.route("**/*", async (route) => {
      const { pathname, search } = new URL(route.request().url());
      if (pathname === "/") {
        return await route.fulfill({ contentType: "text/html", body: pageOf(rendering) });
      }
      if (pathname !== "/next") return await route.abort();
      expect(search).toBe(`?after=${rendering}`);
      await (rendering === 1 ? isNew : isOver).promise;
      return await route.fulfill({ status: rendering === 1 ? (rendering++, 200) : 410 });
    });
    await page.goto(address);
    const told = page.locator("#live");
    expect(await told.textContent()).toBe("provisional, after 1 of 8 rounds");
    await page.locator("#filters input[type=search]").fill("stack-1");
    const heading = page.locator("h3", { hasText: "How it was measured" });
    const place = async (): Promise<number> => (await heading.boundingBox())!.y;
    await page.locator("summary", { hasText: "What ran" }).click();
    await heading.evaluate((element) => element.scrollIntoView());
    // Pictures near it are drawn when it comes into sight, and may move it.
    let before: number;
    do {
      before = await place();
      await page.waitForTimeout(300);
    } while ((await place()) !== before);
    isNew.resolve();
    await expect
      .poll(async () => await told.textContent())
      .toBe("provisional, after 2 of 8 rounds");
    await expect.poll(place).toBeCloseTo(before, -1);
    expect(await page.locator("#filters input[type=search]").inputValue()).toBe("stack-1");
    expect(await page.locator("details[open] summary", { hasText: "What ran" }).count()).toBe(1);
    isOver.resolve();
    await expect.poll(async () => await told.textContent()).toContain("The run is over");
    expect(troubles.filter((trouble) => !trouble.includes("410"))).toEqual([]);
  },
);
