import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { expect, test } from "vitest";
import { anew, hearing } from "./hearing.ts";
import { ping } from "./watch-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-engine-"));

/** A server that answers on the connections that it has, as an engine does while it is being stopped. */
test("an engine that takes no new connection does not answer a ping, whatever connections are open", async () => {
  const socketPath = join(directory, "engine.sock");
  const server = createServer((_, response) => response.end("OK"));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const docker = new Docker({ socketPath, protocol: "http" });
  const { signal } = new AbortController();
  await docker.ping();
  await ping(docker)(signal);

  server.closeIdleConnections = () => {};
  const closed = new Promise((resolve) => server.close(resolve));
  await docker.ping();
  await expect(ping(docker)(signal)).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  server.closeAllConnections();
  await closed;
  rmSync(directory, { recursive: true });
});

test("each way to ask keeps the other's", async () => {
  const nowhere = new Docker({ socketPath: join(directory, "nothing.sock"), protocol: "http" });
  const stopped = AbortSignal.abort(new Error("enough"));
  for (const asked of [hearing(anew(nowhere), stopped), anew(hearing(nowhere, stopped))]) {
    await expect(asked.ping()).rejects.toThrow(/aborted/i);
  }
});
