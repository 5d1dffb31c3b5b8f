import { exitCodes } from "@stackbench/terminal";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";

/** An engine that is there, has no image, and can make none: all but its name it answers with the same words. */
async function poorEngine() {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-doctor-"));
  const path = join(directory, "docker.sock");
  const server = createServer(({ url }, response) => {
    const answers: [RegExp, number, unknown][] = [
      [/\/_ping$/, 200, "OK"],
      [/\/version$/, 200, { Version: "20.10.0", ApiVersion: "1.41", Os: "linux", Arch: "amd64" }],
      [/\/info$/, 200, { OSType: "linux", CgroupVersion: "1", Name: "poor" }],
      [/\/json\b/, 200, []],
      [/\/networks/, 200, []],
      [/\/volumes/, 200, { Volumes: [] }],
    ];
    const found = answers.find(([pattern]) => pattern.test(url!));
    const isImage = /\/images\/.+\/json/.test(url!);
    response.statusCode = isImage ? 404 : (found?.[1] ?? 500);
    const body = !isImage && found ? found[2] : { message: "no mirror can be reached" };
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }).listen(path);
  await once(server, "listening");
  return {
    host: `unix://${path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}

test("what is known of a machine is told although no sitting can be brought up", async () => {
  await using engine = await poorEngine();
  const { code, stdout, stderr } = await runBench(["doctor", "--driver=docker"], undefined, {
    DOCKER_HOST: engine.host,
  });
  expect(stdout, stderr).toMatch(/^machine .*CPUs[^]*^tuning +not known/m);
  expect(stderr).toContain("no mirror can be reached. Pull it by hand");
  expect(code).toBe(exitCodes.host);
});
