import { createInterface } from "node:readline";
import { commandSchema, type Agent, type Answer, type Command } from "../protocol.ts";

/** Carries out the commands that come on stdin, one after the other. Its end ends the program, in mid-command too. */
export async function serveAgent(agent: Agent): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  lines.once("close", () => {
    agent.close();
    process.exit(0);
  });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    try {
      answer(await carryOut(agent, commandSchema.parse(JSON.parse(line))));
    } catch (error) {
      answer({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function carryOut(agent: Agent, command: Command): Promise<Answer> {
  switch (command.type) {
    case "open": {
      const { version } = await agent.open(command);
      return { type: "opened", version };
    }
    case "prepare":
      await agent.prepare();
      return { type: "prepared" };
    case "begin":
      return {
        type: "begun",
        warmUp: await agent.begin(command.seconds, command.atMostSeconds),
      };
    case "mark":
      await agent.mark(command.seconds, (requestsPerSecond) =>
        answer({ type: "progress", requestsPerSecond }),
      );
      return { type: "marked" };
    case "drain":
      await agent.drain();
      return { type: "drained" };
    case "report":
      return { type: "result", report: agent.report() };
  }
}

function answer(message: Answer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
