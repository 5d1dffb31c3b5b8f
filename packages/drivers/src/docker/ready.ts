import { StackFailure } from "@stackbench/model";
import type Docker from "dockerode";
import { EngineRefusal } from "./ask.ts";
import { commandOf, launchIn } from "./launch.ts";

/** A TCP port of the pod at which readiness is asked, and what it leads to, where it is not the whole app. */
export interface Door {
  port: number;
  title?: string;
}

/**
 * Waits until `/healthz` answers 200 at every door, asked from inside the pod. Throws
 * StackFailure (stage `ready`) with what was seen last; rejects with the signal's reason.
 */
export async function answersHealthz(
  load: Docker.Container,
  doors: readonly Door[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const ports = doors.map(({ port }) => port).join(",");
  const command = commandOf({
    entry: { agent: "verifier" },
    arguments: ["ready", "127.0.0.1", ports, String(Math.ceil(timeoutMs))],
  });
  const program = await launchIn(load, command);
  let last = "";
  const reading = (async () => {
    for await (const line of program.lines) if (line.trim() !== "") last = line.trim();
  })();
  const ending = await untilAborted(program.exited, signal);
  if (ending.code === 0) return;
  await reading;
  const seen = last || ending.stderrTail.trim().split("\n").at(-1) || "nothing was seen";
  throw new StackFailure("ready", `not ready after ${timeoutMs / 1000} s: ${named(seen, doors)}`);
}

/** With the name of the door that the program tells by its port. */
function named(seen: string, doors: readonly Door[]): string {
  const [, port, rest] = /^port (\d+): (.*)$/.exec(seen) ?? [];
  const title = doors.find((door) => door.port === Number(port))?.title;
  return title === undefined ? (rest ?? seen) : `${title}: ${rest}`;
}

/** Waits until something listens on a TCP port of the pod, or rejects with the signal's reason. */
export async function listens(
  load: Docker.Container,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  // The kernel's own list: asking by connection would need a client and disturb the server.
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const script = `n=0
while ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":${hex} [0-9A-F:]* 0A "; do
  n=$((n + 1)); [ $n -gt 250 ] && exit 1; sleep 0.02
done`;
  const program = await launchIn(load, ["sh", "-c", script]);
  const { code } = await untilAborted(program.exited, signal);
  if (code !== 0) throw new EngineRefusal("bring up", 500, `nothing listens on port ${port}`);
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}
