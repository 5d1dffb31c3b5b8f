import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { fillCompileCaches } from "./fill-compile-cache.ts";
import { freePort, startStack } from "./testing/stack-process.ts";

const stack = fileURLToPath(new URL("../../../stacks/node-http/", import.meta.url));
const command: [string, ...string[]] = ["node", "src/server.ts"];

test("a server finds the code of its first run compiled already", async () => {
  const cache = await mkdtemp(join(tmpdir(), "stackbench-compile-cache-"));
  vi.stubEnv("PATH", [dirname(process.execPath), process.env["PATH"]].join(delimiter));
  try {
    const environment = { NODE_COMPILE_CACHE: cache };
    expect(
      await fillCompileCaches(stack, [{ command }, { command, environment }], await freePort()),
    ).toBe(1);

    const server = await startStack("node-http", {
      ...environment,
      NODE_DEBUG_NATIVE: "COMPILE_CACHE",
    });
    const { stderr } = await server.stop();
    expect(stderr).toMatch(/server\.ts.*was accepted/);
    expect(stderr).not.toMatch(/server\.ts.*was rejected/);
  } finally {
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  }
});

test("one that does not come up is told", async () => {
  const environment = { NODE_COMPILE_CACHE: "/nowhere", WORKERS: "many" };
  vi.stubEnv("PATH", [dirname(process.execPath), process.env["PATH"]].join(delimiter));
  try {
    await expect(
      fillCompileCaches(stack, [{ command, environment }], await freePort()),
    ).rejects.toThrow("/healthz");
  } finally {
    vi.unstubAllEnvs();
  }
});
