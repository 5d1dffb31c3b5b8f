import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownIdentity } from "@stackbench/host";
import { UsageError, type RunStore } from "@stackbench/model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRunStore } from "./create-run-store.ts";
import { takeLock } from "./lock.ts";
import { headEntry, windowEntry } from "./testing/entries.ts";

let directory: string;
let store: RunStore;
let child: ChildProcess | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-lock-"));
  store = createRunStore(directory);
  await using journal = await store.create("one");
  await journal.append(headEntry("one"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

/** The workspace's own Node runs TypeScript as it is; the one that runs the tests may be older. */
const workspaceNode = join(import.meta.dirname, "../../../node_modules/.bin/node");
const node = existsSync(workspaceNode) ? workspaceNode : process.execPath;

/** Another process that opens the run, appends a window, and stays. */
async function startOwner(
  start = (file: string, args: string[]) =>
    spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] }),
): Promise<ChildProcess> {
  const program = `
    import { createRunStore } from ${JSON.stringify(join(import.meta.dirname, "create-run-store.ts"))};
    const { journal } = await createRunStore(${JSON.stringify(directory)}).reopen("one");
    await journal.append(${JSON.stringify(windowEntry(1))});
    process.stdout.write("open");
    setInterval(() => journal, 1000);`;
  const owner = start(node, ["--input-type=module", "--eval", program]);
  child = owner;
  await once(owner.stdout, "data");
  return owner;
}

test.runIf(process.platform === "linux")(
  "an owner that has ended owns nothing, though nobody asked after it yet",
  async () => {
    // Its parent becomes a program that never asks: it stays a zombie.
    await startOwner((file, args) =>
      spawn("sh", ["-c", '"$@" & exec sleep 60', "sh", file, ...args], {
        stdio: ["ignore", "pipe", "inherit"],
      }),
    );
    const lock = JSON.parse(await readFile(join(directory, "one", "lock"), "utf8")) as {
      pid: number;
    };
    process.kill(lock.pid, "SIGKILL");
    await vi.waitFor(async () =>
      expect(await readFile(`/proc/${lock.pid}/stat`, "utf8")).toContain(") Z "),
    );
    const { journal } = await store.reopen("one");
    await journal[Symbol.asyncDispose]();
  },
);

test("a second writer is refused while the first lives, and let in after it was killed", async () => {
  const owner = await startOwner();
  const refusal = await store.reopen("one").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UsageError);
  expect(String(refusal)).toContain(`being written by process ${owner.pid}`);

  owner.kill("SIGKILL");
  await once(owner, "exit");
  const { journal, entries } = await store.reopen("one");
  expect(entries.map((entry) => entry.type)).toEqual(["head", "window"]);
  await journal.append(windowEntry(2));
  await journal[Symbol.asyncDispose]();
  expect((await store.read("one")).windows).toHaveLength(2);
});

test("the same process is refused as well, until it lets go", async () => {
  const { journal } = await store.reopen("one");
  await expect(store.reopen("one")).rejects.toThrow(`process ${process.pid}`);
  await journal[Symbol.asyncDispose]();
  await (await store.reopen("one")).journal[Symbol.asyncDispose]();
  expect(await readdir(join(directory, "one"))).toEqual(["journal.jsonl"]);
});

test("a dead owner's lock is taken over although its pid was given out again", async () => {
  const path = join(directory, "lock");
  await writeFile(path, JSON.stringify({ ...ownIdentity(), bootId: "an-earlier-boot" }));
  const lock = await takeLock(directory);
  expect(await readFile(path, "utf8")).not.toContain("earlier");
  await lock[Symbol.asyncDispose]();
});

test.each([{ machine: "another" }, { pidNamespace: "another" }])(
  "a lock of a container beside this is nobody's to take: %j",
  async (elsewhere) => {
    const path = join(directory, "lock");
    const owner = JSON.stringify({ ...ownIdentity(), pid: 2 ** 22, ...elsewhere });
    await writeFile(path, owner);
    await expect(takeLock(directory)).rejects.toThrow(
      /another machine or container.*remove .*lock/,
    );
    expect(await readFile(path, "utf8")).toBe(owner);
  },
);

test("a lock that holds nonsense has no owner", async () => {
  await writeFile(join(directory, "lock"), "");
  await (await takeLock(directory))[Symbol.asyncDispose]();
  expect(await readdir(directory)).not.toContain("lock");
});

test("of many who find the same dead owner one gets the lock", async () => {
  await writeFile(join(directory, "lock"), JSON.stringify({ ...ownIdentity(), startTime: "x" }));
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(directory)));
  expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await readdir(directory)).toEqual(["lock", "one"]);
});
