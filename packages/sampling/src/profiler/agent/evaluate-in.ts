import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** Where Node opens its inspector unless it is told another port. */
const origin = "http://127.0.0.1:9229";
const patienceMs = 15_000;
const betweenLooksMs = 20;

const closing = "setTimeout(() => inspector.close(), 20).unref();";

const targetsSchema = z.tuple([z.object({ webSocketDebuggerUrl: z.string() })]);
const replySchema = z.object({
  result: z
    .object({
      // What gives nothing has no value.
      result: z.object({ value: z.unknown().optional() }).optional(),
      exceptionDetails: z.unknown().optional(),
    })
    .optional(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * Runs an async function's body in one of an app's Node processes, which finds `inspector` there, and gives what it returns.
 * Opens the process's inspector by SIGUSR1. It is closed again only where the app has several, which all open theirs on the
 * same port: Node 24 may die of that while it profiles (SIGSEGV, 7 of 55 times under load; 0 of 40 where it was left open).
 */
export async function evaluateIn(
  pid: number,
  body: string,
  { pids }: { pids: readonly number[] },
): Promise<unknown> {
  const closes = pids.length > 1;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    process.kill(pid, "SIGUSR1");
    const url = await debuggerOf(pid);
    const socket = new WebSocket(url);
    try {
      await eventOf(socket, "open");
      const own = Number(await evaluate(socket, "return process.pid;"));
      if (own === pid) return await evaluate(socket, `${closes ? closing : ""}${body}`);
      // Another program of the machine may have the port, or a process of the app that was opened by hand.
      if (!pids.includes(own) || performance.now() > deadline) {
        throw new Error(
          `expected the inspector of process ${pid} at ${origin}, got that of ${own}`,
        );
      }
      // The primary of a cluster passes the signal on, so that a worker may have opened its own meanwhile.
      await evaluate(socket, closing);
    } finally {
      const closed = eventOf(socket, "close").catch(() => {});
      socket.close();
      await closed;
      if (closes) await untilClosed(url);
    }
  }
}

async function debuggerOf(pid: number): Promise<string> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await listedDebugger();
    } catch (cause) {
      if (performance.now() > deadline) {
        const message = `expected process ${pid} to open its inspector at ${origin} after SIGUSR1 within ${patienceMs / 1000} s`;
        throw new Error(message, { cause });
      }
      await sleep(betweenLooksMs);
    }
  }
}

/** Of whoever has the port. */
async function listedDebugger(): Promise<string> {
  const response = await fetch(`${origin}/json/list`);
  const [{ webSocketDebuggerUrl }] = targetsSchema.parse(await response.json());
  return webSocketDebuggerUrl;
}

/** The next process opens its own on the same port, or has done so already. */
async function untilClosed(url: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    try {
      if ((await listedDebugger()) !== url) return;
    } catch {
      return;
    }
    await sleep(betweenLooksMs);
  }
}

async function evaluate(socket: WebSocket, body: string): Promise<unknown> {
  const params = {
    expression: `(async () => {
      const inspector = process.getBuiltinModule("node:inspector");
      ${body}
    })()`,
    awaitPromise: true,
    returnByValue: true,
  };
  const answered = eventOf(socket, "message");
  socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params }));
  const { data } = (await answered) as MessageEvent;
  return valueIn(String(data));
}

/** What the inspector answers to `Runtime.evaluate`. Throws where it could not, or the app did. */
export function valueIn(answer: string): unknown {
  const { result, error } = replySchema.parse(JSON.parse(answer));
  if (error) throw new Error(`the inspector: ${error.message}`);
  if (result?.exceptionDetails !== undefined) {
    throw new Error(`in the app: ${JSON.stringify(result.exceptionDetails)}`);
  }
  return result?.result?.value;
}

/** Rejects where the socket fails or closes first. */
function eventOf(socket: WebSocket, name: "open" | "message" | "close"): Promise<Event> {
  return new Promise((resolve, reject) => {
    socket.addEventListener(name, resolve, { once: true });
    const fail = (): void => reject(new Error(`the inspector at ${origin} closed its connection`));
    socket.addEventListener("error", fail, { once: true });
    if (name !== "close") socket.addEventListener("close", fail, { once: true });
  });
}
