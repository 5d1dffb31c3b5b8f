// Answers the command `ready` as the harness's verifier does, echoes all others, and nothing else.
import { createInterface } from "node:readline";
import { firstUnready, type Command } from "@stackbench/contract";

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as Command;
  if (command.command === "ready") {
    console.log(JSON.stringify({ reply: "ready", unready: await firstUnready(command) }));
  } else {
    console.log(line);
  }
}
