// Answers the command `ready` as the harness's verifier does, echoes all others, and nothing else.
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

for await (const line of createInterface({ input: process.stdin })) {
  const { command, host, ports, timeoutMs } = JSON.parse(line) as {
    command: string;
    host: string;
    ports: number[];
    timeoutMs: number;
  };
  if (command !== "ready") {
    console.log(line);
    continue;
  }
  const deadline = Date.now() + timeoutMs;
  let unready: { port: number; seen: string } | null = null;
  for (const port of ports.toReversed()) {
    const seen = await untilReady(host, port, deadline);
    if (seen !== undefined) unready ??= { port, seen };
  }
  console.log(JSON.stringify({ reply: "ready", unready }));
}

async function untilReady(host: string, port: number, deadline: number) {
  let last = "nothing";
  while (Date.now() < deadline) {
    try {
      const { status } = await fetch(`http://${host}:${port}/healthz`);
      if (status === 200) return undefined;
      last = `status ${status}`;
    } catch (error) {
      last = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
    }
    await pause(10);
  }
  return last;
}
