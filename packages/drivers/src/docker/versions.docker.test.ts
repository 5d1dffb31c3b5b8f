import { expect, it, vi } from "vitest";
import { driverOn, engine, fixtureStack, leftOf } from "./testing/fixture.ts";

it("tells what an image says of itself, in its environment and in the file that it names", async () => {
  const docker = await engine();
  const need = { services: [] } as const;
  const { versions } = await driverOn(docker).prepare(fixtureStack, need, () => {});
  // An official image's version is in its environment; the parrot's stands in a file.
  expect(versions).toMatchObject({ node: expect.stringMatching(/^24\./), parrot: "1.2" });
  expect(await leftOf(docker, "probe")).toEqual([]);

  // A file of an image is read by way of a container: once, for an image does not change.
  const create = vi.spyOn(docker, "createContainer");
  const again = await driverOn(docker).prepare(fixtureStack, need, () => {});
  expect(again.versions).toEqual(versions);
  expect(create).not.toHaveBeenCalled();
});
