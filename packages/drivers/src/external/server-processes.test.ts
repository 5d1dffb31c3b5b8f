import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findServerProcesses } from "./server-processes.ts";

const linux = process.platform === "linux";

test.runIf(linux)("workers that share a socket are one server, the parent's", async () => {
  const program = join(import.meta.dirname, "testing/workers.mjs");
  const server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const found = findServerProcesses({
      host: "x",
      address: "127.0.0.1",
      port: Number(line.toString()),
    });
    expect(found.map(({ pid }) => pid)).toEqual([server.pid]);
    expect(found[0]!.cpus!.length).toBeGreaterThan(0);
  } finally {
    server.stdin.end();
    await once(server, "exit");
  }
});

test.runIf(linux)("who listens on a unix socket is found, by its file or its name", async () => {
  for (const name of [
    join(tmpdir(), `stackbench-${process.pid}.sock`),
    `\0stackbench-s-${process.pid}`,
  ]) {
    const server = createServer().listen(name);
    await once(server, "listening");
    const found = findServerProcesses({ host: "localhost", port: 80, socketPath: name });
    server.close();
    await once(server, "close");
    expect(found.map(({ pid }) => pid)).toEqual([process.pid]);
  }
});

test.runIf(linux)("where nobody listens there is no server", () => {
  expect(findServerProcesses({ host: "x", address: "127.0.0.1", port: 1 })).toEqual([]);
});
