import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type Docker from "dockerode";
import { HostError, EngineRefusal } from "@stackbench/model";
import { ask } from "./ask.ts";
import { ping } from "./watch-engine.ts";
import { engineEndpoints, type EngineEndpoint } from "./engine-endpoints.ts";
import { sshTunnel } from "./ssh-tunnel.ts";

/** An engine that answered, with where it was found; or why none did, one clause for each place tried. */
export type FoundEngine =
  | { docker: Docker; where: string }
  | { docker?: undefined; reason: string };

/** Finds the engine the way the docker CLI does, and asks it whether it is there. Never throws. */
export async function findEngine(
  env: Readonly<Record<string, string | undefined>>,
): Promise<FoundEngine> {
  const reasons: string[] = [];
  for (const endpoint of engineEndpoints(env, readText)) {
    if (endpoint.kind === "unusable") {
      reasons.push(`${endpoint.source}: ${endpoint.reason}`);
      continue;
    }
    const where = placeOf(endpoint);
    try {
      const docker = await reach(endpoint);
      return { docker, where: withoutHome(where, env["HOME"]) };
    } catch (error) {
      reasons.push(`${where}: ${whyNot(error)}`);
    }
  }
  return { reason: withoutHome(`no Docker engine answers (${reasons.join("; ")})`, env["HOME"]) };
}

/** The reason stands in results, which name nobody. */
function withoutHome(text: string, home: string | undefined): string {
  return home ? text.replaceAll(home, "~") : text;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

type Usable = Exclude<EngineEndpoint, { kind: "unusable" }>;

function placeOf(endpoint: Usable): string {
  const place = addressOf(endpoint);
  return endpoint.source === "usual place" ? place : `${place} (${endpoint.source})`;
}

function addressOf(endpoint: Usable): string {
  switch (endpoint.kind) {
    case "unix":
      return endpoint.socketPath;
    case "tcp":
      return `tcp://${endpoint.host}:${endpoint.port}`;
    case "ssh":
      return `ssh://${endpoint.destination}${endpoint.port === undefined ? "" : `:${endpoint.port}`}`;
  }
}

/** Throws where none answers there. */
async function reach(endpoint: Usable): Promise<Docker> {
  const answers = async (at: Exclude<Usable, { kind: "ssh" }>): Promise<Docker> => {
    const docker = await connect(at);
    await ask("ping", ping(docker), { timeoutMs: 5000 });
    return docker;
  };
  if (endpoint.kind !== "ssh") return await answers(endpoint);
  const { socketPath, complaint } = await sshTunnel(endpoint);
  try {
    return await answers({ kind: "unix", socketPath, source: endpoint.source });
  } catch (error) {
    const { destination, remoteSocket } = endpoint;
    throw new Error(
      `${destination} was reached, but nothing answers at ${remoteSocket} there (${complaint() || whyNot(error)}); see whether \`docker version\` works for that user`,
      { cause: error },
    );
  }
}

async function connect(endpoint: Exclude<Usable, { kind: "ssh" }>): Promise<Docker> {
  // Only now: a third of what every command took to start was the reading of this client, for most of them in vain.
  const { default: Docker } = await import("dockerode");
  // Everything is named outright: what is left out the client reads from DOCKER_* by its own rules.
  if (endpoint.kind === "unix") {
    const { socketPath } = endpoint;
    return new Docker({ socketPath, host: undefined, port: undefined, protocol: "http" } as object);
  }
  const { host, port, tls } = endpoint;
  if (!tls) return new Docker({ host, port, protocol: "http", socketPath: undefined } as object);
  const { ca, cert, key, verify } = tls;
  const agent = new Agent({ ca, cert, key, rejectUnauthorized: verify });
  return new Docker({ host, port, protocol: "https", agent, socketPath: undefined } as object);
}

function whyNot(error: unknown): string {
  if (error instanceof EngineRefusal) return error.message;
  const cause = error instanceof HostError ? error.cause : error;
  switch ((cause as NodeJS.ErrnoException | undefined)?.code) {
    case "ENOENT":
      return "there is no such socket";
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ECONNRESET":
      return "it hung up: does it take TLS alone, or another client's certificate? (DOCKER_TLS_VERIFY, DOCKER_CERT_PATH)";
    case "EACCES":
      return "permission denied: add yourself to the group `docker`";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
