import { createInterface } from "node:readline";
import { commandSchema, type Agent, type Answer, type Command } from "../protocol.ts";

/** Carries out the commands that come on stdin, one after the other, until it ends. */
export async function serveAgent(agent: Agent): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    try {
      answer(await carryOut(agent, commandSchema.parse(JSON.parse(line))));
    } catch (error) {
      answer({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
  agent.close();
}

async function carryOut(agent: Agent, command: Command): Promise<Answer> {
  switch (command.type) {
    case "open": {
      const { version } = await agent.open(command);
      return { type: "opened", version };
    }
    case "warm-up":
      await agent.warmUp(command.seconds);
      return { type: "warmed-up" };
    case "prepare":
      await agent.prepare();
      return { type: "prepared" };
    case "start":
      await agent.run(command.seconds, (requestsPerSecond) =>
        answer({ type: "progress", requestsPerSecond }),
      );
      return { type: "drained" };
    case "report":
      return { type: "result", result: agent.report() };
  }
}

function answer(message: Answer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
