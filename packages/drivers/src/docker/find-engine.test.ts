import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findEngine } from "./find-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-engine-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("findEngine", () => {
  it("gives the reason for each place where none answers", async () => {
    const found = await findEngine({ DOCKER_HOST: `unix://${directory}/none.sock` });
    expect(found).toEqual({
      reason: `no Docker engine answers (${directory}/none.sock (DOCKER_HOST): there is no such socket)`,
    });
  });

  it("takes what answers a ping", async () => {
    const socketPath = join(directory, "engine.sock");
    const server = createServer((_request, response) => response.end("OK"));
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    try {
      const found = await findEngine({ DOCKER_HOST: `unix://${socketPath}` });
      expect(found).toMatchObject({ where: `${socketPath} (DOCKER_HOST)` });
      expect(found.docker).toBeDefined();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
