import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launcherOf } from "@stackbench/lines/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HostError, StackFailure, UsageError } from "@stackbench/model";
import { createVerifier, verifierEntry } from "./create-verifier.ts";
import { startReferenceServer } from "./testing/reference-server.ts";
import { startTestDatabase } from "./testing/test-database.ts";
import type { TestDatabase } from "./testing/test-database.ts";

const verifier = createVerifier();
const launcher = launcherOf(() => verifierEntry);
const nowhere = "postgres://postgres@127.0.0.1:1/postgres";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await launcher[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

describe("the verifier, by its agent program", () => {
  test("passes a right server and finds a wrong one", async () => {
    const request = { workloads: ["hello", "items"], seed: 9, databaseUrl: database.url } as const;
    await using right = await startReferenceServer({ databaseUrl: database.url });
    const { checks, differences } = await verifier.verify(launcher, {
      ...request,
      host: right.host,
      port: right.port,
    });
    expect(differences).toEqual([]);
    expect(checks).toBeGreaterThan(100);
    await using wrong = await startReferenceServer({
      databaseUrl: database.url,
      flaw: "hello-as-html",
    });
    const other = await verifier.verify(launcher, {
      ...request,
      host: wrong.host,
      port: wrong.port,
    });
    expect(other.differences[0]).toMatchObject({ workload: "hello", request: "GET /hello" });
  });

  test("takes a snapshot and audits against it", async () => {
    const before = await verifier.snapshot(launcher, { databaseUrl: database.url, requests: [] });
    expect(before).toEqual({ rows: 10_000 });
    const request = { databaseUrl: database.url, before, requests: [] };
    const acknowledged = { succeeded: 0, unknown: 0, byRequest: [], updates: [] };
    expect(await verifier.audit(launcher, { ...request, acknowledged })).toBeUndefined();
    const mismatch = await verifier.audit(launcher, {
      ...request,
      before: { rows: 7 },
      acknowledged,
    });
    expect(mismatch).toContain("got 10000");
  });

  test("looks into the database by one program, and by another once that one died", async () => {
    await using own = launcherOf(() => verifierEntry);
    await Promise.all(
      [1, 2, 3].map(() => verifier.snapshot(own, { databaseUrl: database.url, requests: [] })),
    );
    expect(own.launched).toBe(1);
    await own[Symbol.asyncDispose]();
    await expect(
      verifier.snapshot(own, { databaseUrl: database.url, requests: [] }),
    ).rejects.toThrow(/no reply to "snapshot"/);
    expect(await verifier.snapshot(own, { databaseUrl: database.url, requests: [] })).toEqual({
      rows: 10_000,
    });
    expect(own.launched).toBe(2);
  });

  test("refuses to verify items without a look into the database", async () => {
    const request = { host: "127.0.0.1", port: 1, workloads: ["items"], seed: 1 } as const;
    await expect(verifier.verify(launcher, request)).rejects.toThrow(UsageError);
  });

  test("makes a failure of the stack of a database that does not answer", async () => {
    const failure = await verifier
      .snapshot(launcher, { databaseUrl: nowhere, requests: [] })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StackFailure);
    expect((failure as StackFailure).failure).toMatchObject({
      stage: "audit",
      message: "cannot look into the table items: connect ECONNREFUSED 127.0.0.1:1",
    });
  });

  test("blames the host when the program dies or talks nonsense", async () => {
    const directory = await mkdtemp(join(tmpdir(), "stackbench-contract-"));
    const program = async (source: string) => {
      const file = join(directory, `${source.length}.mjs`);
      await writeFile(file, source);
      return launcherOf(() => file);
    };
    const dying = await program('console.error("no such thing"); process.exit(3);');
    const failure = await verifier
      .snapshot(dying, { databaseUrl: nowhere, requests: [] })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HostError);
    expect((failure as Error).message).toBe(
      'the verifier program gave no reply to "snapshot" (exit code 3): no such thing',
    );
    const babbling = await program('console.log("hi"); process.stdin.resume();');
    await expect(
      verifier.snapshot(babbling, { databaseUrl: nowhere, requests: [] }),
    ).rejects.toThrow('expected a reply, got "hi"');
    await dying[Symbol.asyncDispose]();
    await babbling[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });
});
