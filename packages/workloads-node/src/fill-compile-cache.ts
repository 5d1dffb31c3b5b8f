import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** What is needed of a variant. */
interface CachedVariant {
  command: [string, ...string[]];
  environment?: Record<string, string>;
}

const readyTimeoutMs = 20_000;
/** What V8 has compiled when the process ends is what the cache holds: functions that never ran are not in it. */
const paths = [
  "/hello",
  "/hash-sort?loopCount=1",
  "/render-name?name=X",
  "/render-table",
  "/lookup",
];

/**
 * Runs each variant that names a `NODE_COMPILE_CACHE` once, as it is started when it is measured, lets it answer a few
 * requests on `port` and ends it by SIGTERM: Node writes the cache as it exits. Returns how many were run. Rejects where one
 * does not come up, or does not end with status 0.
 */
export async function fillCompileCaches(
  directory: string,
  variants: readonly CachedVariant[],
  port: number,
): Promise<number> {
  const cached = variants.filter(({ environment }) => environment?.["NODE_COMPILE_CACHE"]);
  for (const variant of cached) await fill(directory, variant, port);
  return cached.length;
}

async function fill(
  directory: string,
  { command, environment }: CachedVariant,
  port: number,
): Promise<void> {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, {
    cwd: directory,
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), WORKERS: "1", ...environment },
    stdio: "inherit",
  });
  const ended = once(child, "exit");
  try {
    await untilHealthy(port, ended);
    for (const path of paths) await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  } finally {
    child.kill("SIGTERM");
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  if (code !== 0) {
    throw new Error(`expected ${command.join(" ")} to end with status 0, got ${code ?? signal}`);
  }
}

async function untilHealthy(port: number, ended: Promise<unknown>): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  while (performance.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.status === 200) return;
    if (await Promise.race([sleep(20), ended])) break;
  }
  throw new Error(`expected GET /healthz to answer 200 within ${readyTimeoutMs / 1000} s`);
}

if (import.meta.main) {
  const [, , told] = process.argv;
  if (told === undefined) {
    throw new Error("expected the variants as JSON: the image's build argument CACHED_VARIANTS");
  }
  const filled = await fillCompileCaches(".", JSON.parse(told) as CachedVariant[], 8080);
  console.log(`code caches filled: ${filled}`);
}
