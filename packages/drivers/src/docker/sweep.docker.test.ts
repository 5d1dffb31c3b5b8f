import { spawn } from "node:child_process";
import { once } from "node:events";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { labelsFor } from "./labels.ts";
import { identify, ownIdentity, type ProcessIdentity } from "@stackbench/host";
import { driverOn, engine, fixtureStack, leftOf } from "./testing/fixture.ts";

const dead = `test-dead-${process.pid}`;
const living = `test-living-${process.pid}`;
let docker: Docker;
let image = "";

beforeAll(async () => {
  docker = await engine();
  const need = { services: [] };
  image = (await driverOn(docker).prepare(fixtureStack, need, () => {})).images["load"]!;
});
afterAll(async () => {
  await driverOn(docker).sweep({ own: true });
});

async function leave(runId: string, owner: ProcessIdentity): Promise<void> {
  const Labels = labelsFor({ runId, sittingId: "s", owner }, "app");
  const { name } = await docker.createVolume({ Labels });
  const Binds = [`${name}:/held`];
  const options = { Image: image, Cmd: ["sleep", "60"], Labels, HostConfig: { Binds } };
  await (await docker.createContainer(options)).start();
}

it("removes what a dead process left, and nothing of the living", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const owner = identify(child.pid!)!;
  await leave(dead, owner);
  await leave(living, ownIdentity());
  const driver = driverOn(docker);

  await driver.sweep();
  expect(await leftOf(docker, dead)).toHaveLength(2);

  child.kill("SIGKILL");
  await once(child, "exit");
  const { removed } = await driver.sweep();
  const ours = removed.filter((line) => line.includes(dead));
  expect(ours).toHaveLength(2);
  expect(ours[0]).toMatch(
    new RegExp(`^container \\S+ of run ${dead} \\(owner ${child.pid} is dead\\)$`),
  );
  expect(ours[1]).toMatch(/^volume /);
  expect(await leftOf(docker, dead)).toEqual([]);
  expect(await leftOf(docker, living)).toHaveLength(2);

  await driver.sweep({ own: true });
  expect(await leftOf(docker, living)).toEqual([]);
});
