import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { chooseBuilt } from "./choose-built.ts";
import { writeOwnStack } from "./testing/write-own-stack.ts";

test("of all stacks one that cannot be read is a failure, and the others are built", async () => {
  const tree = mkdtempSync(join(tmpdir(), "stackbench-built-"));
  onTestFinished(() => rmSync(tree, { recursive: true }));
  mkdirSync(join(tree, "stacks", "mine"), { recursive: true });
  writeFileSync(join(tree, "stacks", "mine", "stack.json"), '{ "title": ');
  writeOwnStack(join(tree, "stacks", "well"));

  const { stacks, failures } = await chooseBuilt(undefined, tree);
  expect(stacks.map(({ id }) => id)).toEqual(["well"]);
  expect(failures).toEqual([
    {
      stack: "mine",
      failure: {
        stage: "image",
        message: expect.stringMatching(/^broken: .*stack\.json: expected JSON/) as string,
        logLines: [],
      },
    },
  ]);

  // Who names stacks is not told of others.
  expect((await chooseBuilt("fastify", tree)).failures).toEqual([]);
});
