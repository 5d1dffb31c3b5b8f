// `ready <host> <port>[,<port>…] <timeoutMs>` as the harness's verifier does it, and nothing else.
import { setTimeout as pause } from "node:timers/promises";

const [, , mode, host, given, timeoutMs] = process.argv;
if (mode !== "ready") process.exit(2);
const deadline = Date.now() + Number(timeoutMs);
const ports = given!.split(",");
const seen = await Promise.all(ports.map(untilReady));
const port = ports.findLast((_, index) => seen[index] !== undefined);
if (port === undefined) process.exit(0);
console.log(`${ports.length > 1 ? `port ${port}: ` : ""}${seen[ports.indexOf(port)]}`);
process.exitCode = 1;

async function untilReady(port: string): Promise<string | undefined> {
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
