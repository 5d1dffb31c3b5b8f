import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engine, fixtureOptions } from "../docker/testing/fixture.ts";
import { build } from "./build.ts";
import { textFile } from "./context-file.ts";
import { ensureImage, findImage, untag, type EnsureDetails } from "./ensure.ts";
import { tagOf, type ImageSpec } from "./image-spec.ts";
import { Images } from "./images.ts";

const name = `test-ensure-${process.pid}`;
let docker: Docker;
let spec: ImageSpec;
beforeAll(async () => {
  docker = await engine();
  const base = await new Images(fixtureOptions(docker)).ensureBase("DEBIAN_IMAGE", () => {});
  const files = [textFile("Dockerfile", `FROM ${base.reference}\nLABEL made=${name}\n`)];
  spec = { name, files, dockerfile: "Dockerfile", buildArguments: {}, baseIds: [base.id] };
});
afterAll(async () => {
  for (const tag of await tags()) await untag(docker, tag);
});

async function tags(): Promise<string[]> {
  const images = await docker.listImages({ filters: { reference: [`stackbench/${name}`] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

it("does not take an image for whole whose making was broken off between its two builds", async () => {
  const interrupted = ensureImage(docker, spec, () => {}, {
    finish: () => Promise.reject(new Error("SIGINT")),
  });
  await expect(interrupted).rejects.toThrow("SIGINT");
  expect(await findImage(docker, tagOf(spec))).toBeUndefined();

  const finish: EnsureDetails["finish"] = async (_built, unfinished) => {
    const files = [textFile("Dockerfile", `FROM ${unfinished}\nENV SERVER_VERSION=7\n`)];
    await build(docker, { ...spec, files }, { tag: tagOf(spec) });
  };
  const whole = await ensureImage(docker, spec, () => {}, { finish });
  expect(whole.environment["SERVER_VERSION"]).toBe("7");
  expect(await tags()).toEqual([tagOf(spec)]);
});

it("builds nothing for somebody who has had enough", async () => {
  const other = { ...spec, buildArguments: { other: "1" } };
  const signal = AbortSignal.abort(new Error("SIGINT"));
  await expect(ensureImage(docker, other, () => {}, { signal })).rejects.toThrow("SIGINT");
  expect(await findImage(docker, tagOf(other))).toBeUndefined();
});
