import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engine, fixtureOptions, fixtureStack } from "../docker/testing/fixture.ts";
import { buildImages } from "./build-images.ts";
import { imagesReady } from "./images-ready.ts";

const need = { services: ["database"], proxy: "nginx" } as const;
const id = `fixture-${process.pid}`;
const directory = mkdtempSync(join(tmpdir(), "stackbench-stack-"));
const stack = { ...fixtureStack, id, directory };
let docker: Docker;

beforeAll(async () => {
  docker = await engine();
  cpSync(fixtureStack.directory, directory, { recursive: true });
  const text = `ARG DEBIAN_IMAGE\nFROM \${DEBIAN_IMAGE}\nCOPY stacks/${id}/ /app/\n`;
  writeFileSync(join(directory, "Dockerfile"), text);
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  const images = await docker.listImages({ filters: { reference: [`stackbench/stack-${id}`] } });
  for (const tag of images.flatMap((image) => image.RepoTags ?? [])) {
    await docker.getImage(tag).remove();
  }
});

async function tags(): Promise<number> {
  const filters = { reference: [`stackbench/stack-${id}`] };
  return (await docker.listImages({ filters })).length;
}

it("builds what is absent, once for each content, and keeps three versions", async () => {
  const options = fixtureOptions(docker);
  expect((await imagesReady(options, [stack], need)).missing).toContain(`stack-${id}`);
  const first = await buildImages(options, [stack], () => {});
  expect(first.failures).toEqual([]);
  expect(await imagesReady(options, [stack], need)).toEqual({ ready: true, missing: [] });
  expect(first.totalBytes).toBeGreaterThan(
    Math.max(...first.images.map((image) => image.sizeBytes)),
  );

  const told: string[] = [];
  const again = await buildImages(options, [stack], (message) => told.push(message));
  expect(again.images).toEqual(first.images);
  expect(told.filter((message) => message.startsWith("Building"))).toEqual([]);

  for (let version = 1; version <= 4; version++) {
    writeFileSync(join(directory, "version.txt"), `${version}`);
    expect((await imagesReady(options, [stack], need)).missing).toEqual([`stack-${id}`]);
    await buildImages(options, [stack], () => {});
  }
  expect(await tags()).toBe(3);
});

it("goes on after a stack that does not build", async () => {
  const broken = { ...stack, id: "no-dockerfile", directory: join(directory, "nowhere") };
  const built = await buildImages(fixtureOptions(docker), [broken, stack], () => {});
  expect(built.failures).toMatchObject([{ stack: "no-dockerfile", failure: { stage: "image" } }]);
  expect(built.images.map(({ name }) => name)).toContain(`stack-${id}`);
});

it("says what it left out where a stack's build wants just that", async () => {
  const wanting = join(directory, "wanting");
  cpSync(fixtureStack.directory, wanting, { recursive: true });
  writeFileSync(join(wanting, ".env"), "TOKEN=1\n");
  const text = `ARG DEBIAN_IMAGE\nFROM \${DEBIAN_IMAGE}\nCOPY stacks/${id}/.env /app/\n`;
  writeFileSync(join(wanting, "Dockerfile"), text);
  const told: string[] = [];
  const build = () =>
    buildImages(fixtureOptions(docker), [{ ...stack, directory: wanting }], (line) => {
      told.push(line);
    });
  const [failed] = (await build()).failures;
  expect(failed!.failure.message).toMatch(
    /did not build: .*\.env.*; left out of its image: \.env/s,
  );
  expect(told).toContainEqual(
    expect.stringMatching(new RegExp(`^Building image stack-${id}; left out of its image: \\.env`)),
  );
  writeFileSync(join(wanting, ".dockerignore"), "!.env\n");
  expect((await build()).failures).toEqual([]);
});
