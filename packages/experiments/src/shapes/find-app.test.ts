import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { variantKey } from "@stackbench/model";
import { runOf } from "@stackbench/report/testing";
import { afterAll, expect, test } from "vitest";
import { findAppAgain } from "./find-app.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-app-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a run that was interrupted finds its app again, at the sizes and the path that it had", async () => {
  writeFileSync(join(directory, "app.py"), "app = Flask(__name__)\n");
  const id = basename(directory);
  const keys = [`${id}:gunicorn`, `${id}:gunicorn-w3-t2`, `${id}:gone`];
  const cases = keys.map((variant) => ({ variant, workload: "hello" as const, rounds: [] }));
  const details = { interface: "wsgi", path: "/x", plainest: keys[0]!, cpuCount: 1, commands: {} };
  const found = await findAppAgain(
    runOf({
      cases,
      run: {
        question: { kind: "shapes", details },
        sources: { from: "stacks", folders: [directory] },
      },
    }),
  );
  // What is not there any more is told by whoever resumes.
  expect(found.map(({ variant }) => variantKey(variant))).toEqual(keys.slice(0, 2));
  expect(found[1]!.variant).toMatchObject({ workers: 3, threads: 2 });
  expect(found[0]!.stack.own?.path).toBe("/x");
});
