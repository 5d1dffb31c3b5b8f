import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findServerProcesses } from "./server-processes.ts";

const linux = process.platform === "linux";

test.runIf(linux)("workers that share a socket are one server, the parent's", async () => {
  const program = join(import.meta.dirname, "testing/workers.mjs");
  const server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const found = findServerProcesses({ address: "127.0.0.1", port: Number(line.toString()) });
    expect(found.map(({ pid }) => pid)).toEqual([server.pid]);
    expect(found[0]!.cpus!.length).toBeGreaterThan(0);
  } finally {
    server.stdin.end();
    await once(server, "exit");
  }
});

test.runIf(linux)("where nobody listens there is no server", () => {
  expect(findServerProcesses({ address: "127.0.0.1", port: 1 })).toEqual([]);
});
