import { exitCodes } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { ownStackRun } from "./testing/own-stack-run.ts";
import { heldCodes } from "./testing/run-bench.ts";
import { runInTerminal } from "./testing/run-in-terminal.ts";

const args = ownStackRun();

/** What only the lines have that are rewritten. */
const rewritten =
  /so far, not a result|^▸|: (?:bring-up|verify|ready|take-down|measuring)|\d of 3 /;

test("a run shows each variant's rounds as they come in, also in a window made narrow, and leaves the table", async () => {
  const bench = runInTerminal(args, { columns: 72, rows: 20 });
  // The first window that counts: a busy machine may spoil one before it.
  await bench.wrote(/ req\/s {2}[123] of 3 /);
  await bench.screen.write("");
  const shown = bench.screen.lines.filter((line) => rewritten.test(line));
  expect(shown.some((line) => /my-app:(?:one|other) .* req\/s {2}[123] of 3 /.test(line))).toBe(
    true,
  );
  await bench.resize(34, 14);
  await bench.wrote(/\[6\/6\]/);
  const code = await bench.ended;
  expect(heldCodes, bench.text).toContain(code);
  const left = bench.screen.lines;
  expect(left.filter((line) => rewritten.test(line))).toEqual([]);
  expect(left.join("\n")).toContain("requests/s");
  // Nothing that a killed program would leave behind: a hidden cursor, another screen, lines that do not break.
  expect(bench.text).not.toContain("\u001b[?");
});

test("a Ctrl-C leaves nothing of them either", async () => {
  const bench = runInTerminal(args, { columns: 72, rows: 20 });
  await bench.wrote(/measuring/);
  bench.type("\u0003");
  expect(await bench.ended, bench.text).toBe(exitCodes.interrupted);
  expect(bench.screen.lines.filter((line) => rewritten.test(line))).toEqual([]);
  expect(bench.text).toContain("go on with");
});
