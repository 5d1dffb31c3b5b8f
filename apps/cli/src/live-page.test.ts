import { expect, test } from "vitest";
import { exitCodes } from "@stackbench/terminal";
import { ownStackRun } from "./testing/own-stack-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";

const args = ownStackRun();

/** A run, and what its page said when it was first told of; `kill`: ends it then. */
async function watched(option: string, end?: NodeJS.Signals) {
  let page: Promise<string> | undefined;
  let url = "";
  const ended = await runBench([...args, option], (stderr, kill) => {
    url = /^live +(http:\S+)/m.exec(stderr)?.[1] ?? "";
    if (url === "" || page) return;
    page = fetch(url).then((answer) => answer.text());
    if (end) void page.then(() => kill(end));
  });
  return { ...ended, url, page: await page };
}

test("--live serves the run's page while it goes on, and ends with it", async () => {
  const { code, stderr, url, page } = await watched("--live");
  expect(heldCodes, stderr).toContain(code);
  expect(page).toMatch(/provisional, after \d of (at most )?3 rounds/);
  expect(stderr).not.toContain("goes on without");
  await expect(fetch(url)).rejects.toThrow();
});

test("an interrupted run leaves no page behind", async () => {
  const { code, stderr, url } = await watched("--live=0", "SIGINT");
  expect(code, stderr).toBe(exitCodes.interrupted);
  await expect(fetch(url)).rejects.toThrow();
});
