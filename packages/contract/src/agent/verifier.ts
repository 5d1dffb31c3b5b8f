/**
 * Runs beside the load generator, inside a sitting: takes a command a line on stdin and gives a reply a line on stdout
 * (see protocol.ts) until the end of stdin.
 */
import { createInterface } from "node:readline";
import { audit, snapshot } from "../audit/audit.ts";
import { verify } from "../verify/verify.ts";
import { firstUnready } from "./first-unready.ts";
import { holdOpen } from "./hold-open.ts";
import { commandSchema } from "./protocol.ts";
import type { Command, Reply } from "./protocol.ts";

await serve();

async function serve(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
  // What a reply left open (a socket being closed) must not keep the program.
  process.stdout.write("", () => process.exit(0));
}

async function answer(line: string): Promise<Reply> {
  try {
    return await carryOut(commandSchema.parse(JSON.parse(line)));
  } catch (error) {
    return { reply: "failure", message: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(command: Command): Promise<Reply> {
  switch (command.command) {
    case "ready":
      return { reply: "ready", unready: await firstUnready(command) };
    case "verify":
      return { reply: "verification", verification: await verify(command) };
    case "hold":
      return { reply: "held", connections: await holdOpen(command) };
    case "snapshot":
      return { reply: "snapshot", snapshot: await snapshot(command.databaseUrl) };
    case "audit":
      return { reply: "audit", mismatch: (await audit(command)) ?? null };
  }
}
