import { randomBytes } from "node:crypto";
import { writeFileSync, chownSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import postgres from "postgres";
import { seedSql } from "@stackbench/contract";
import { freePort } from "@stackbench/host";
import { HostError, type CpuSet } from "@stackbench/model";
import { databaseEnding } from "./end-members.ts";
import type { Ended } from "./end-members.ts";
import { Holding } from "./holding.ts";
import { LineRing, longestLogLineBytes } from "@stackbench/lines";
import { describeExit, startProcess } from "./owned-process.ts";
import type { OwnedProcess } from "./owned-process.ts";
import type { PinningTools } from "./pinning.ts";
import { makePostgresHome } from "./postgres-home.ts";

const template = "stackbench_template";
/** Whom apps and the harness's own looks into the table come as: its owner, and of nothing else. */
const appUser = "stackbench";
const startLimitMs = 30_000;
const serverEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** A running PostgreSQL of our own. */
export interface PostgresServer {
  process: OwnedProcess;
  log: LineRing;
  /** Makes a database as the contract wants it at the start of a sitting; returns the URL that an app uses it by. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<Ended>;
}

/** Makes a data directory, starts a server on a free port of 127.0.0.1 and fills the template. Throws HostError. */
export async function startPostgres(
  stateDirectory: string,
  cpus: CpuSet,
  tools: PinningTools,
): Promise<PostgresServer> {
  const holding = new Holding(stateDirectory, "the database server", databaseEnding);
  try {
    return await start(holding, cpus, tools);
  } catch (error) {
    await holding.release();
    throw error;
  }
}

async function start(holding: Holding, cpus: CpuSet, tools: PinningTools): Promise<PostgresServer> {
  const home = await makePostgresHome(holding);
  const data = join(home.directory, "data");
  // Passwords, for any user of this machine can reach the port. Apps are told their own alone.
  const password = newPassword();
  const appPassword = newPassword();
  const passwordFile = join(home.directory, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
  const made = await execa(
    join(home.binaries, "bin", "initdb"),
    [
      `--pgdata=${data}`,
      `--pwfile=${passwordFile}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--no-locale",
      "--no-sync",
    ],
    {
      reject: false,
      all: true,
      cwd: home.directory,
      env: serverEnvironment,
      extendEnv: false,
      ...home.user,
    },
  );
  rmSync(passwordFile, { force: true });
  if (made.failed) throw new HostError(`initdb failed: ${made.all || made.message}`);

  const port = await freePort();
  const log = new LineRing();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: `${port}`,
    unix_socket_directories: "",
    max_connections: "200",
    // All of them are the app's.
    superuser_reserved_connections: "0",
    timezone: "UTC",
  };
  const server = await startProcess(holding, {
    command: [
      join(home.binaries, "bin", "postgres"),
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    directory: home.directory,
    environment: serverEnvironment,
    cpus,
    files: {},
    tools,
    ...(home.user && { user: home.user }),
    input: "ignore",
    longestLineBytes: longestLogLineBytes,
    onOutput: (line) => log.push(line),
    onError: (line) => log.push(line),
  });
  const at = (database: string): string => `127.0.0.1:${port}/${database}`;
  const url = (database: string): string => `postgres://postgres:${password}@${at(database)}`;
  await untilAnswering(url("postgres"), server, log);
  await execute(url("postgres"), `create role ${appUser} login password '${appPassword}'`);
  await execute(url("postgres"), `create database ${template}`);
  await execute(url(template), `${seedSql} alter table items owner to ${appUser}`);
  return {
    process: server,
    log,
    createDatabase: async (name) => {
      await execute(url("postgres"), `create database ${name} template ${template}`);
      return `postgres://${appUser}:${appPassword}@${at(name)}`;
    },
    dropDatabase: (name) =>
      execute(url("postgres"), `drop database if exists ${name} with (force)`),
    stop: () => holding.release(),
  };
}

function newPassword(): string {
  return randomBytes(18).toString("base64url");
}

async function untilAnswering(url: string, server: OwnedProcess, log: LineRing): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const error = await execute(url, "select 1").catch((cause: unknown) => cause);
    if (error === undefined) return;
    const ended = server.ended();
    if (ended || performance.now() > deadline) {
      const what = ended ? describeExit(ended) : `does not answer after ${startLimitMs / 1000} s`;
      throw new HostError(`PostgreSQL ${what}: ${log.last(5).join(" | ")}`, { cause: error });
    }
    await sleep(20);
  }
}

/** Runs statements on a connection of their own: none stays open while a window is measured. */
async function execute(url: string, statements: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql.unsafe(statements).simple();
  } finally {
    await sql.end({ timeout: 1 });
  }
}
