/**
 * Runs beside the load generator, inside a sitting:
 *
 *     verifier ready <host> <port>[,<port>…] <timeoutMs>
 *     verifier serve
 *
 * `ready` exits with 0 once `GET /healthz` answers 200, at every port; at the deadline it says on stdout
 * what it saw last, with several ports as `port 8001: …`, and exits with 1. `serve` takes a command a line on stdin and gives a reply a line on
 * stdout (see protocol.ts) until `end` or the end of stdin. Wrong arguments: exit code 2.
 */
import { createInterface } from "node:readline";
import { audit, snapshot } from "../audit/audit.ts";
import { verify } from "../verify/verify.ts";
import { commandSchema } from "./protocol.ts";
import type { Command, Reply } from "./protocol.ts";
import { untilReady } from "./ready.ts";

const [mode, ...given] = process.argv.slice(2);
if (mode === "ready") await ready(given);
else if (mode === "serve") await serve();
else misuse();

async function ready([host, given, timeout]: string[]): Promise<void> {
  const ports = (given ?? "").split(",").map(Number);
  const timeoutMs = Number(timeout);
  if (!host || !ports.every((port) => port > 0) || !(timeoutMs > 0)) return misuse();
  const seen = await Promise.all(
    ports.map(async (port) => {
      const last = await untilReady(host, port, timeoutMs);
      return last === undefined || ports.length === 1 ? last : `port ${port}: ${last}`;
    }),
  );
  // The last one first: what is nearest to the app explains most.
  const told = seen.findLast((last) => last !== undefined);
  if (told === undefined) process.exit(0);
  process.stdout.write(`${told.replaceAll(/\s+/g, " ")}\n`, () => process.exit(1));
}

async function serve(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const reply = await answer(line);
    if (reply === undefined) break;
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  // What a reply left open (a socket being closed) must not keep the program.
  process.stdout.write("", () => process.exit(0));
}

/** Undefined for `end`. */
async function answer(line: string): Promise<Reply | undefined> {
  try {
    const command = commandSchema.parse(JSON.parse(line));
    return command.command === "end" ? undefined : await carryOut(command);
  } catch (error) {
    return { reply: "failure", message: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(command: Exclude<Command, { command: "end" }>): Promise<Reply> {
  switch (command.command) {
    case "verify":
      return { reply: "verification", verification: await verify(command) };
    case "snapshot":
      return { reply: "snapshot", snapshot: await snapshot(command.databaseUrl) };
    case "audit":
      return { reply: "audit", mismatch: (await audit(command)) ?? null };
  }
}

function misuse(): void {
  process.stderr.write(
    "usage: verifier ready <host> <port>[,<port>…] <timeoutMs> | verifier serve\n",
  );
  process.exit(2);
}
