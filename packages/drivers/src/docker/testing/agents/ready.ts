// `ready <host> <port> <timeoutMs>` as the harness's verifier does it, and nothing else.
import { setTimeout as pause } from "node:timers/promises";

const [, , mode, host, port, timeoutMs] = process.argv;
if (mode !== "ready") process.exit(2);
const deadline = Date.now() + Number(timeoutMs);
let seen = "nothing";
while (Date.now() < deadline) {
  try {
    const { status } = await fetch(`http://${host}:${port}/healthz`);
    if (status === 200) process.exit(0);
    seen = `status ${status}`;
  } catch (error) {
    seen = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
  }
  await pause(10);
}
console.log(seen);
process.exitCode = 1;
