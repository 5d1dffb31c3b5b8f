import type { Launched } from "@stackbench/model";
import { afterAll, expect, test } from "vitest";
import { launchAll } from "./launch-all.ts";
import { launcherOf } from "./testing/index.ts";

const launcher = launcherOf(() => "");
afterAll(() => launcher[Symbol.asyncDispose]());
// It ends with its input, as all programs of the harness do.
const program = { entry: { command: "cat" }, arguments: [] };

test("ends what was launched where one of them cannot be", async () => {
  const begun: Launched[] = [];
  const works = {
    name: "one that starts",
    launcher: {
      launch: async () => {
        const launched = await launcher.launch(program);
        begun.push(launched);
        return launched;
      },
    },
  };
  const fails = {
    name: "one that does not",
    launcher: { launch: () => Promise.reject(new Error("its engine is gone")) },
  };
  await expect(launchAll(program, {}, [works, fails, works])).rejects.toThrow("its engine is gone");
  expect(begun).toHaveLength(2);
  for (const { exited } of begun) expect(await exited).toMatchObject({ code: 0 });
});
