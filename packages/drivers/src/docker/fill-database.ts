import { abortable } from "@stackbench/lines";
import { StackFailure, type OwnApp } from "@stackbench/model";
import type Docker from "dockerode";
import { launchIn } from "./launch.ts";

/** Whoever connects through the container's own socket is let in: no app is there. */
const psql = ["/usr/lib/postgresql/17/bin/psql", "--host=/tmp", "--dbname=stackbench", "--quiet"];
/** An app's own database is its own: without the contract's table, and with leave to make others. */
const clearing = "drop table items; grant create on schema public to stackbench";

/**
 * Makes the database of a sitting that of an app as it is, filled by its SQL; does nothing for one of the contract.
 * Throws StackFailure (stage `bring-up`) with what PostgreSQL says of a mistake, or the signal's reason.
 */
export async function fillDatabase(
  database: Docker.Container,
  own: OwnApp | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (own === undefined) return;
  await run(database, ["--username=postgres", `--command=${clearing}`], "", signal);
  if (own.seedSql === undefined) return;
  await run(database, ["--username=stackbench", "--file=-"], own.seedSql, signal);
}

async function run(
  database: Docker.Container,
  more: readonly string[],
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  const program = await launchIn(database, [...psql, "--set=ON_ERROR_STOP=1", ...more]);
  for (const line of sql === "" ? [] : sql.split("\n")) program.write(line);
  program.endInput();
  const { code, stderrTail } = await abortable(program.exited, signal);
  if (code === 0) return;
  const lines = stderrTail.trim().split("\n");
  throw new StackFailure("bring-up", "its database could not be filled by its SQL", lines);
}
