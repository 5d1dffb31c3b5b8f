import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { HostError } from "@stackbench/model";
import type { Holding } from "./holding.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { temporaryPrefix } from "./sweep.ts";

interface PostgresUser {
  uid: number;
  gid: number;
}

/** Where a server's files are, and as whom it runs. */
export interface PostgresHome {
  directory: string;
  /** Holds `bin`, `lib` and `share`, readable for `user`. */
  binaries: string;
  /** Undefined where this process is not root, and so may run the server itself. */
  user: PostgresUser | undefined;
}

/**
 * Makes a directory for a server that its user can reach: the repository and even TMPDIR may be
 * closed to an unprivileged user. Binaries that this user cannot run are copied there. Throws HostError.
 */
export async function makePostgresHome(holding: Holding): Promise<PostgresHome> {
  const { root } = findPostgresBinaries();
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const tried: string[] = [];
  for (const base of new Set([tmpdir(), "/tmp", "/var/tmp"])) {
    const directory = makeDirectory(base, holding, user);
    if (directory === undefined || !(await works(user, 'cd "$1"', directory))) {
      tried.push(base);
      continue;
    }
    if (await canRun(user, root)) return { directory, binaries: root, user };
    const copy = join(directory, "postgresql");
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    if (await canRun(user, copy)) return { directory, binaries: copy, user };
    tried.push(`${base} (no program can be run there)`);
  }
  const who = user ? `uid ${user.uid}` : "this user";
  throw new HostError(
    `PostgreSQL needs a directory that ${who} can use; tried ${tried.join(", ")}`,
  );
}

function makeDirectory(
  base: string,
  holding: Holding,
  user: PostgresUser | undefined,
): string | undefined {
  try {
    const directory = mkdtempSync(join(base, `${temporaryPrefix}postgres-`));
    holding.addDirectory(directory);
    mkdirSync(join(directory, "data"), { mode: 0o700 });
    if (user)
      for (const path of [directory, join(directory, "data")]) chownSync(path, user.uid, user.gid);
    return directory;
  } catch {
    return undefined;
  }
}

function canRun(user: PostgresUser | undefined, root: string): Promise<boolean> {
  // Reading the share directory matters as much as running the program: initdb copies from there.
  return works(
    user,
    '"$1/bin/postgres" --version && test -r "$1/share/postgresql/postgres.bki"',
    root,
  );
}

async function works(
  user: PostgresUser | undefined,
  script: string,
  argument: string,
): Promise<boolean> {
  const result = await execa("/bin/sh", ["-c", script, "sh", argument], {
    reject: false,
    cwd: "/",
    ...user,
  });
  return !result.failed;
}

/** `nobody` by name, for its number differs between systems. */
function unprivilegedUser(): PostgresUser {
  try {
    const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
    if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
  } catch {
    // No such file: the usual number serves, for the kernel asks for no name.
  }
  return { uid: 65_534, gid: 65_534 };
}
