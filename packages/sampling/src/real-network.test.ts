import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import type { ServiceHandle } from "@stackbench/model";
import { readListenerDrops } from "./listener-drops.ts";
import { readListenCounters } from "@stackbench/host";
import { createSampler } from "./sampler.ts";

/** Listens with room for one connection, and then never runs again to accept any. */
const deaf = `
  const { writeSync } = require("node:fs");
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

const told = readListenCounters(process.pid, "") !== undefined;
/** `ss` may be missing; CI installs it. */
const canAsk = told && !spawnSync("ss", ["-V"]).error;

test.runIf(canAsk)(
  "connections that another listener turned away are not an app's own",
  async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(readListenerDrops([process.pid])).toBe(0);
    server.close();
  },
);

test.runIf(told)("connections that a full accept queue turned away are counted", async () => {
  const child = spawn(process.execPath, ["-e", deaf]);
  const sockets: ReturnType<typeof connect>[] = [];
  try {
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const app: ServiceHandle = { name: "app", pid: child.pid!, kind: "processes" };
    const before = readListenCounters(app.pid, "")!;
    const sampling = await createSampler().begin([app]);
    for (let i = 0; i < 10; i++) {
      const socket = connect(Number(port.toString()), "127.0.0.1");
      socket.on("error", () => {});
      sockets.push(socket);
    }
    // The queue holds two; the kernel drops the others' first packets as soon as they are sent.
    await vi.waitFor(
      () =>
        expect(
          readListenCounters(app.pid, "")!.listenOverflows - before.listenOverflows >= 8n,
        ).toBe(true),
      { timeout: 10_000 },
    );
    const { network } = await sampling.end();
    expect(network!.listenOverflows).toBeGreaterThanOrEqual(8);
    expect(network!.listenDrops).toBeGreaterThanOrEqual(network!.listenOverflows);
    if (canAsk) expect(network!.ownDrops).toBeGreaterThanOrEqual(8);
  } finally {
    for (const socket of sockets) socket.destroy();
    child.kill("SIGKILL");
  }
});
