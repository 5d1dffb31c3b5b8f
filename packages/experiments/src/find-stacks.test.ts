import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { variantKey } from "@stackbench/model";
import { expect, test } from "vitest";
import { findStacksAgain } from "./find-stacks.ts";

test("variants at other numbers are found again, of the repository's stacks and of a folder's", async () => {
  const parent = await mkdtemp(join(tmpdir(), "stackbench-again-"));
  try {
    const folder = join(parent, "my-app");
    await mkdir(folder);
    const bare = { command: ["serve"], server: "serve", adjustable: ["workers"] };
    const stack = {
      title: "Mine",
      language: "C",
      runtime: "other",
      workloads: ["hello"],
      variants: { bare, plain: { ...bare, adjustable: [] } },
    };
    await writeFile(join(folder, "stack.json"), JSON.stringify(stack));
    const keys = ["my-app:bare-w3", "my-app:plain", "flask:gunicorn-w5-t4", "fastify:bare"];
    const found = await findStacksAgain(keys, [folder]);
    expect(found.map(({ variant }) => variantKey(variant)).toSorted()).toEqual(keys.toSorted());
    const mine = found.find(({ variant }) => variant.id === "bare-w3")!;
    expect(mine.variant).toMatchObject({ workers: 3, command: ["serve"] });
    expect(mine.stack.directory).toBe(folder);
    await expect(findStacksAgain(["my-app:plain-w3"], [folder])).rejects.toThrow(
      "my-app:plain cannot have other numbers of workers: expected one of my-app:bare",
    );
  } finally {
    await rm(parent, { recursive: true });
  }
});
