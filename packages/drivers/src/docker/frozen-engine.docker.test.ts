import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lineWritten } from "./logs.ts";
import { patience } from "./patience.ts";
import { driverOn, engine, fixtureStack, knobs, leftOf, requestFor } from "./testing/fixture.ts";
import { FreezingProxy, socketOf, type Freeze } from "./testing/freezing-proxy.ts";

const freezes: readonly Freeze[] = ["silent", "headed"];
const usual = { ...patience };
const directory = mkdtempSync(join(tmpdir(), "stackbench-frozen-"));
let real: Docker;
beforeAll(async () => {
  real = await engine();
  await driverOn(real).prepare(fixtureStack, { services: [] }, () => {});
  Object.assign(patience, { answerMs: 6000, pingMs: 2000, betweenPingsMs: 1000 });
});
afterAll(() => {
  Object.assign(patience, usual);
  rmSync(directory, { recursive: true, force: true });
});

/** All that a run does with an engine. Gives what could not be taken down. */
async function holdSitting(docker: Docker, runId: string, signal: AbortSignal): Promise<string[]> {
  const told: string[] = [];
  const driver = driverOn(docker, (message) => told.push(message));
  await driver.describe();
  await driver.prepare(fixtureStack, { services: [] }, () => {}, signal);
  await using sitting = await driver.bringUp(requestFor(runId, {}, { signal }));
  await sitting.readBack(knobs);
  const program = await sitting.launch({ entry: { command: "cat" }, arguments: [] });
  program.endInput();
  const { code, stderrTail } = await program.exited;
  if (code !== 0) throw new HostError(`cat ended with ${code}: ${stderrTail}`);
  await sitting.casualty();
  await sitting.logs("app", 10);
  await sitting[Symbol.asyncDispose]();
  return told;
}

async function frozenAt(
  count: number,
  freeze: Freeze,
  runId: string,
): Promise<{ at: string | undefined; told: string[]; error: unknown }> {
  const proxy = new FreezingProxy(socketOf(real), { count, freeze });
  const path = join(directory, `${freeze}-${count}.sock`);
  await proxy.listen(path);
  const never = new AbortController().signal;
  try {
    const told = await holdSitting(new Docker({ socketPath: path }), runId, never);
    return { at: proxy.frozenAt, told, error: undefined };
  } catch (error) {
    return { at: proxy.frozenAt, told: [], error };
  } finally {
    proxy.close();
  }
}

async function expectSwept(runId: string): Promise<void> {
  // What was begun as the engine froze may come to be after it has thawed.
  await expect
    .poll(
      async () => {
        await driverOn(real).sweep({ own: true });
        return await leftOf(real, runId);
      },
      { timeout: 30_000 },
    )
    .toEqual([]);
}

it("ends with what was asked wherever the engine freezes, silent or headed, and leaves nothing once it has thawed", async () => {
  const runId = `test-${randomBytes(4).toString("hex")}`;
  // Side by side: what takes time is the waiting for an engine that does not answer.
  const atOnce = 6;
  const over = new Set<Freeze>();
  for (let first = 1; over.size < freezes.length; first += atOnce) {
    const counts = Array.from({ length: atOnce }, (_, index) => first + index);
    const left = freezes.filter((freeze) => !over.has(freeze));
    const cases = counts.flatMap((count) => left.map((freeze) => ({ count, freeze })));
    const ends = await Promise.all(
      cases.map(async ({ count, freeze }) => ({
        freeze,
        ...(await frozenAt(count, freeze, runId)),
      })),
    );
    for (const { freeze, at, told, error } of ends) {
      if (at === undefined) {
        expect(error).toBeUndefined();
        expect(told).toEqual([]);
        over.add(freeze);
      } else if (error === undefined) {
        // Only the taking down is left then.
        expect(at).toMatch(/^DELETE /);
        // Nothing follows the head of a 204: what begins with it was removed.
        if (freeze === "headed") continue;
        expect(told, at).toContainEqual(
          expect.stringMatching(/^Not removed: .*stopped answering \(.+: no answer in .+ s\)/),
        );
      } else {
        expect(error, `${freeze}, ${at}`).toBeInstanceOf(HostError);
        expect((error as Error).message, at).toMatch(/stopped answering \(.+: no answer in .+ s\)/);
      }
    }
    await expectSwept(runId);
  }
}, 600_000);

it("sees that a program has ended whose stream stays open", async () => {
  const runId = `test-${randomBytes(4).toString("hex")}`;
  const proxy = new FreezingProxy(socketOf(real), { count: Infinity, freeze: "silent" });
  const path = join(directory, "open.sock");
  await proxy.listen(path);
  const driver = driverOn(new Docker({ socketPath: path }));
  await using sitting = await driver.bringUp(requestFor(runId));
  proxy.keepsOpen = true;
  const command = { entry: { command: "sh" }, arguments: ["-c", "echo said; exit 3"] } as const;
  const program = await sitting.launch(command);
  const lines: string[] = [];
  for await (const line of program.lines) lines.push(line);
  expect(lines).toEqual(["said"]);
  expect(await program.exited).toMatchObject({ code: 3 });
  await sitting[Symbol.asyncDispose]();
  proxy.close();
  expect(await leftOf(real, runId)).toEqual([]);
});

it("does not wait for ever for what a service never writes", async () => {
  const runId = `test-${randomBytes(4).toString("hex")}`;
  await using _sitting = await driverOn(real).bringUp(requestFor(runId));
  const [app] = await real.listContainers({ filters: { label: [`stackbench.run=${runId}`] } });
  Object.assign(patience, { lineMs: 100 });
  const never = new AbortController().signal;
  const written = lineWritten(real.getContainer(app!.Id), "no such line", never);
  await expect(written).rejects.toThrow(/^expected a service to write "no such line"/);
});

it("hears Ctrl-C though the engine is frozen", async () => {
  const runId = `test-${randomBytes(4).toString("hex")}`;
  const proxy = new FreezingProxy(socketOf(real), { count: Infinity, freeze: "silent" });
  const path = join(directory, "interrupted.sock");
  await proxy.listen(path);
  const told: string[] = [];
  const driver = driverOn(new Docker({ socketPath: path }), (message) => told.push(message));
  const sitting = await driver.bringUp(requestFor(runId));
  const program = await sitting.launch({ entry: { command: "sleep" }, arguments: ["600"] });
  proxy.frozenAt = "Ctrl-C";
  program.kill("SIGKILL");
  expect((await program.exited).stderrTail).toMatch(/stopped answering \(see whether sleep still/);
  await sitting[Symbol.asyncDispose]();
  await driver.close();
  expect(told).toEqual([
    expect.stringMatching(/^Not removed: container .*, container .*no answer/),
  ]);
  proxy.close();
  await expectSwept(runId);
});
