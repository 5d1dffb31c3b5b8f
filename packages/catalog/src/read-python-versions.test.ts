import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { variantSchema } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readVersions } from "./read-versions.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "stackbench-versions-"));
  await mkdir(join(root, "packages/workloads-python"), { recursive: true });
  await mkdir(join(root, "stacks/app"), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const sharedLock = `
flask==3.1.3 \\
    --hash=sha256:00
psycopg==3.3.9 \\
    --hash=sha256:01
psycopg-pool==3.3.3 \\
    --hash=sha256:02
pyuwsgi==2.0.30.post1 ; platform_system != 'Windows' \\
    --hash=sha256:03
`;

async function versions(...servers: string[]) {
  const variants = servers.map((server) => ({
    ...variantSchema.parse({ command: ["serve"], server }),
    id: server,
    stackId: "app",
  }));
  const stack = {
    directory: join(root, "stacks/app"),
    runtime: "python",
    framework: "flask",
    databaseDriver: "psycopg",
    variants,
  } as const;
  return readVersions(stack, root);
}

test("what all Python stacks share has its versions, uWSGI by its name in Python's index", async () => {
  await writeFile(join(root, "packages/workloads-python/requirements.lock"), sharedLock);
  expect(await versions("uwsgi", "wsgiref")).toEqual({
    flask: "3.1.3",
    psycopg: "3.3.9",
    uwsgi: "2.0.30.post1",
  });
});

test("a stack's own lockfile goes before the shared one", async () => {
  await writeFile(join(root, "packages/workloads-python/requirements.lock"), sharedLock);
  await writeFile(join(root, "stacks/app/requirements.lock"), "flask==3.0.0\n");
  expect(await versions("uwsgi")).toMatchObject({ flask: "3.0.0", psycopg: "3.3.9" });
});

test("what Apache runs the app in has its version from a lockfile of its own", async () => {
  const folder = join(root, "packages/workloads-python");
  await writeFile(join(folder, "requirements.lock"), sharedLock);
  await writeFile(join(folder, "requirements-apache.lock"), "mod_wsgi==6.1.1 \\\n");
  expect(await versions("apache")).toMatchObject({ mod_wsgi: "6.1.1", psycopg: "3.3.9" });
  expect(await versions("uwsgi")).not.toHaveProperty("mod_wsgi");
});
