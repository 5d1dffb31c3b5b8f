import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { driverOn, engine, fixtureStack, leftOf, requestFor } from "./testing/fixture.ts";

/** A way to the real engine that can be cut. */
class Relay {
  readonly path: string;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  constructor(path: string, realPath: string) {
    this.path = path;
    this.#server = createServer((near) => {
      const far = connect(realPath);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", () => {});
      }
      near.pipe(far).pipe(near);
    });
  }
  open(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(this.path, resolve));
  }
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

const directory = mkdtempSync(join(tmpdir(), "stackbench-relay-"));
let real: Docker;
beforeAll(async () => {
  real = await engine();
  await driverOn(real).prepare(fixtureStack, { services: [] }, () => {});
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("tells that the engine has gone, hangs nowhere, and sweeps the rest later", async () => {
  const runId = `test-${randomBytes(4).toString("hex")}`;
  const realPath = (real.modem as { socketPath?: string }).socketPath;
  const relay = new Relay(join(directory, "engine.sock"), realPath ?? "/var/run/docker.sock");
  await relay.open();
  const told: string[] = [];
  const docker = new Docker({ socketPath: relay.path });
  const driver = driverOn(docker, (message) => told.push(message));
  const sitting = await driver.bringUp(requestFor(runId));
  const program = await sitting.launch({ entry: { command: "sleep" }, arguments: ["600"] });

  relay.cut();

  const lost = {
    name: "HostError",
    message: expect.stringMatching(/engine stopped answering/) as string,
  };
  await expect(sitting.casualty()).rejects.toMatchObject(lost);
  await expect(driver.bringUp(requestFor(runId))).rejects.toMatchObject(lost);
  const ending = await program.exited;
  expect(ending.code).toBeNull();
  expect(ending.stderrTail).toMatch(/engine stopped answering/);
  await sitting[Symbol.asyncDispose]();
  expect(told.some((line) => line.startsWith("Not removed:"))).toBe(true);

  expect(await leftOf(real, runId)).toHaveLength(2);
  const { removed } = await driverOn(real).sweep({ own: true });
  expect(removed.filter((line) => line.includes(runId))).toHaveLength(2);
  expect(await leftOf(real, runId)).toEqual([]);
});
