import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import postgres from "postgres";
import { expect, test, vi } from "vitest";
import { seededRows } from "@stackbench/contract";
import type { Sitting } from "@stackbench/model";
import { trialDriver, trialRequest } from "./fixtures/trial-driver.ts";
import { readProcess, readProcessTable } from "@stackbench/host";

async function query<Row extends object>(sitting: Sitting, statement: string): Promise<Row[]> {
  const sql = postgres(sitting.databaseUrl!, { max: 1 });
  try {
    return (await sql.unsafe(statement)) as unknown as Row[];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const dataDirectories = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("stackbench-postgres-"));

test("every sitting finds the rows of the contract, whatever the one before wrote; the server is gone after close", async () => {
  const before = dataDirectories();
  await using trial = trialDriver();
  const request = trialRequest({}, { services: ["database"] });
  const first = await trial.driver.bringUp(request);
  const [server] = first.services;
  expect(server).toMatchObject({ name: "database", kind: "processes" });
  const { DATABASE_URL, DATABASE_POOL_SIZE } = (await (
    await fetch(`http://127.0.0.1:${first.target.port}/`)
  ).json()) as Record<string, string>;
  expect(DATABASE_URL).toBe(first.databaseUrl);
  expect(DATABASE_POOL_SIZE).toBe("4");
  expect(await query(first, "show server_version_num")).toEqual([
    { server_version_num: expect.stringMatching(/^17/) },
  ]);
  expect(await query(first, "show max_connections")).toEqual([{ max_connections: "200" }]);
  await query(first, "insert into items(name, quantity) values ('late', 1)");
  expect(
    await query(first, "select count(*)::int as rows, max(id)::int as last from items"),
  ).toEqual([{ rows: seededRows + 1, last: seededRows + 1 }]);
  await first[Symbol.asyncDispose]();

  const second = await trial.driver.bringUp(request);
  expect(second.services[0]!.pid).toBe(server!.pid);
  expect(await query(second, "select name, quantity from items where id = 42")).toEqual([
    { name: "item-0000000042", quantity: 142 },
  ]);
  expect(await query(second, "select count(*)::int as rows from items")).toEqual([
    { rows: seededRows },
  ]);
  expect(
    await query(
      second,
      "select count(*)::int as left from pg_database where datname ~ '^sitting_'",
    ),
  ).toEqual([{ left: 1 }]);
  await second[Symbol.asyncDispose]();

  const family = [...readProcessTable().values()].filter(({ pid, parent }) =>
    [pid, parent].includes(server!.pid),
  );
  expect(family.length).toBeGreaterThan(3);
  await trial.driver.close();
  expect(family.filter(({ pid }) => readProcess(pid))).toEqual([]);
  expect(trial.records()).toEqual([]);
  expect(dataDirectories()).toEqual(before);
});

test("an app owns its table and nothing else", async () => {
  await using trial = trialDriver();
  await using sitting = await trial.driver.bringUp(trialRequest({}, { services: ["database"] }));
  expect(
    await query(
      sitting,
      `select rolsuper, rolcreatedb, rolcreaterole, tableowner from pg_roles
        join pg_tables on tableowner = rolname where rolname = current_user and tablename = 'items'`,
    ),
  ).toEqual([
    { rolsuper: false, rolcreatedb: false, rolcreaterole: false, tableowner: "stackbench" },
  ]);
  for (const statement of [
    "copy items to program 'id'",
    "alter system set fsync = off",
    "create table another(id int)",
    "create database another",
    "drop database stackbench_template",
  ]) {
    await expect(query(sitting, statement), statement).rejects.toThrow(/denied|must be owner/);
  }
});

test.runIf(process.platform === "linux")(
  "a server that is killed is a casualty, and the next sitting gets a new one",
  async () => {
    await using trial = trialDriver();
    const request = trialRequest({}, { services: ["database"] });
    await using first = await trial.driver.bringUp(request);
    const { pid } = first.services[0]!;
    expect(readFileSync(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\s+0/m);
    process.kill(pid, "SIGKILL");
    // The kernel knows of it before its parent has heard.
    await vi.waitFor(
      async () =>
        expect(await first.casualty()).toMatchObject({
          service: "database",
          message: expect.stringContaining("SIGKILL"),
        }),
      { timeout: 30_000 },
    );
    expect(readProcess(pid)).toBeUndefined();
    await first[Symbol.asyncDispose]();
    await using second = await trial.driver.bringUp(request);
    expect(second.services[0]!.pid).not.toBe(pid);
    expect(await query(second, "select count(*)::int as rows from items")).toEqual([
      { rows: seededRows },
    ]);
  },
);
