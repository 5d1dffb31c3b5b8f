import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const stacks = fileURLToPath(new URL("../../../../stacks/", import.meta.url));

export interface StackProcess extends AsyncDisposable {
  url: string;
  pid: number;
  /** Asks it to stop, if it has not ended yet, and tells how it ended. */
  stop(): Promise<Ending>;
  /** How it ends by itself. */
  ended: Promise<Ending>;
}

interface Ending {
  code: number | null;
  signal: string | null;
  stderr: string;
}

/** Starts `stacks/<id>` as a real process on a free port and waits until it is healthy, or has ended. */
export async function startStack(
  id: string,
  variables: Record<string, string> = {},
  [program, ...parameters]: readonly string[] = ["node", "src/server.ts"],
): Promise<StackProcess> {
  const port = Number(variables["PORT"] ?? (await freePort()));
  const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const child = spawn(program!, parameters, {
    cwd: `${stacks}${id}`,
    env: { PATH, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code, signal]): Ending => ({
    code: code as number | null,
    signal: signal as string | null,
    stderr,
  }));
  const stop = (): Promise<Ending> => {
    child.kill("SIGTERM");
    return ended;
  };
  const url = `http://127.0.0.1:${port}`;
  if (variables["SOCKET_PATH"] === undefined) await healthyOrEnded(url, ended);
  return {
    url,
    pid: child.pid!,
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function healthyOrEnded(url: string, ended: Promise<Ending>): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.status === 200) return;
    const pause = new Promise((resolve) => setTimeout(resolve, 20));
    if ((await Promise.race([pause, ended])) !== undefined) return;
  }
}
