import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { patience } from "../docker/patience.ts";
import { engine, fixtureOptions } from "../docker/testing/fixture.ts";
import { FreezingProxy, socketOf } from "../docker/testing/freezing-proxy.ts";
import { carryOut } from "./carry-out.ts";
import { textFile } from "./context-file.ts";
import { Images } from "./images.ts";
import { pack } from "./pack.ts";

const usual = { ...patience };
const directory = mkdtempSync(join(tmpdir(), "stackbench-carry-out-"));
const tag = `stackbench/test-carry-out:${process.pid}`;
// No other build runs a command that says this.
const sleep = `sleep 5${process.pid}`;
let real: Docker;
let base: string;
beforeAll(async () => {
  real = await engine();
  base = (await new Images(fixtureOptions(real)).ensureBase("DEBIAN_IMAGE", () => {})).reference;
});
afterEach(() => void Object.assign(patience, usual));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Containers in which the step of the build runs. */
async function steps(): Promise<string[]> {
  const all = await real.listContainers();
  return all.flatMap(({ Id, Command }) => (Command.includes(sleep) ? [Id] : []));
}

function buildSleeping(docker: Docker, signal?: AbortSignal): Promise<string[]> {
  const files = [textFile("Dockerfile", `FROM ${base}\nRUN ${sleep}\n`)];
  const options = { t: tag, networkmode: "none", rm: true, forcerm: true };
  return carryOut(docker, "build a sleeper", (to) => to.buildImage(pack(files), options), signal);
}

it("ends a build with the signal, its step and all", async () => {
  const person = new AbortController();
  const built = buildSleeping(real, person.signal);
  const ended = expect(built).rejects.toThrow("SIGINT");
  await expect.poll(steps, { timeout: 60_000 }).toHaveLength(1);
  person.abort(new Error("SIGINT"));
  await ended;
  await expect.poll(steps, { timeout: 60_000 }).toEqual([]);
  expect(await real.listImages({ filters: { reference: [tag] } })).toEqual([]);
});

it("gives up on a build whose engine freezes", async () => {
  const proxy = new FreezingProxy(socketOf(real), { count: Infinity, freeze: "silent" });
  const path = join(directory, "engine.sock");
  await proxy.listen(path);
  Object.assign(patience, { pingMs: 2000, betweenPingsMs: 500 });
  const built = buildSleeping(new Docker({ socketPath: path }));
  const ended = built.catch((error: unknown) => error);
  await expect.poll(steps, { timeout: 60_000 }).toHaveLength(1);
  proxy.frozenAt = "a build";
  const error = (await ended) as Error;
  expect(error).toBeInstanceOf(HostError);
  expect(error.message).toMatch(
    /stopped answering \(ping while it was to build a sleeper: no answer/,
  );
  proxy.close();
  await expect.poll(steps, { timeout: 60_000 }).toEqual([]);
});
