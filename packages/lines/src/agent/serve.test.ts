import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Launched } from "@stackbench/model";
import { afterAll, expect, test } from "vitest";
import { outputOf } from "../output-of.ts";
import { launcherOf } from "../testing/index.ts";

const launcher = launcherOf(() => "");
afterAll(() => launcher[Symbol.asyncDispose]());

/** Sleeps for as long as it is told to, ms; leaves a timer behind each reply. */
async function sleeper(more = ""): Promise<Launched> {
  const served = fileURLToPath(new URL("../index.ts", import.meta.url));
  const zod = createRequire(import.meta.url).resolve("zod");
  const source = `
    const { nothing, serve } = await import(${JSON.stringify(served)});
    const { z } = await import(${JSON.stringify(zod)});
    await serve({ sleep: { given: z.number(), reply: z.number() }, refuse: { given: nothing, reply: nothing } }, {
      sleep: async (ms, tell) => {
        setInterval(() => {}, 1000);
        tell("asleep");
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      },
      refuse: () => { throw new Error("never"); },
      ${more}
    });`;
  return await launcher.launch({
    entry: { command: process.execPath },
    arguments: ["--input-type=module", "-e", source],
  });
}

const sleep = (id: number, given: unknown): string =>
  JSON.stringify({ id, command: "sleep", given });

test("commands are carried out in their order, and at the end of the input all are replied to", async () => {
  const program = await sleeper();
  for (const line of [sleep(7, 300), sleep(8, 0), "", sleep(9, 1)]) program.write(line);
  const { lines, code } = await outputOf(program);
  const said = lines.map((line) => JSON.parse(line) as unknown);
  expect(said).toEqual(
    [
      [7, 300],
      [8, 0],
      [9, 1],
    ].flatMap(([id, reply]) => [
      { id, progress: "asleep" },
      { id, reply },
    ]),
  );
  expect(code).toBe(0);
});

test("one that has something to close does so at the end of the input, in mid-command", async () => {
  const program = await sleeper('close: () => console.log("closing"),');
  program.write(sleep(1, 600_000));
  const lines = program.lines[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('{"id":1,"progress":"asleep"}');
  program.endInput();
  expect((await lines.next()).value).toBe("closing");
  expect(await program.exited).toMatchObject({ code: 0 });
  expect((await lines.next()).done).toBe(true);
});

test("what cannot be read, is not known, or throws, is a failure, and the next command is carried out", async () => {
  const program = await sleeper();
  const unknown = ["toString", "dance"].map((command, id) => ({ id, command, given: null }));
  const asked = [
    "{",
    JSON.stringify({ command: "sleep", given: 1 }),
    ...unknown.map((line) => JSON.stringify(line)),
    sleep(2, "long"),
    JSON.stringify({ id: 3, command: "refuse", given: null }),
    sleep(4, 0),
  ];
  for (const line of asked) program.write(line);
  const { lines } = await outputOf(program);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { id: null, failure: expect.stringContaining("JSON") },
    { id: null, failure: expect.stringContaining("id") },
    { id: 0, failure: 'expected a command (sleep, refuse), got "toString"' },
    { id: 1, failure: 'expected a command (sleep, refuse), got "dance"' },
    { id: 2, failure: expect.stringContaining("expected number") },
    { id: 3, failure: "never" },
    { id: 4, progress: "asleep" },
    { id: 4, reply: 0 },
  ]);
});
