import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SshPlace } from "./ssh-tunnel.ts";

/** Where an engine may listen, and from where we know of it. */
export type EngineEndpoint =
  | { kind: "unix"; socketPath: string; source: string }
  | { kind: "tcp"; host: string; port: number; tls?: TlsMaterial; source: string }
  | ({ kind: "ssh"; source: string } & SshPlace)
  | { kind: "unusable"; reason: string; source: string };

/** PEM texts. `ca`, `cert` and `key` are absent where the files are. */
interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  verify: boolean;
}

/** Reads a text file; undefined where there is none or it may not be read. */
export type ReadText = (path: string) => string | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Endpoints in the order in which the docker CLI would use them: `DOCKER_HOST` alone where
 * it is set, else the chosen context alone, else the usual sockets one after the other.
 */
export function engineEndpoints(env: Environment, readText: ReadText): EngineEndpoint[] {
  const home = env["HOME"] ?? homedir();
  const configDirectory = env["DOCKER_CONFIG"] || join(home, ".docker");
  if (env["DOCKER_HOST"]) {
    const certificates = env["DOCKER_CERT_PATH"] || configDirectory;
    const verify = isSet(env["DOCKER_TLS_VERIFY"]);
    const tls = verify || isSet(env["DOCKER_TLS"]) ? { certificates, verify } : undefined;
    return [fromUrl(env["DOCKER_HOST"], "DOCKER_HOST", tls, readText)];
  }
  const context = env["DOCKER_CONTEXT"] || currentContext(configDirectory, readText);
  if (context !== undefined && context !== "default") {
    return [fromContext(context, configDirectory, readText)];
  }
  const sockets = ["/var/run/docker.sock"];
  if (env["XDG_RUNTIME_DIR"]) sockets.push(join(env["XDG_RUNTIME_DIR"], "docker.sock"));
  sockets.push(join(home, ".docker/run/docker.sock"), join(home, ".docker/desktop/docker.sock"));
  return sockets.map((socketPath) => ({ kind: "unix", socketPath, source: "usual place" }));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

function currentContext(configDirectory: string, readText: ReadText): string | undefined {
  const config = readJson(readText(join(configDirectory, "config.json")));
  const name = config?.["currentContext"];
  return typeof name === "string" && name !== "" ? name : undefined;
}

function fromContext(name: string, configDirectory: string, readText: ReadText): EngineEndpoint {
  const source = `context "${name}"`;
  const digest = createHash("sha256").update(name).digest("hex");
  const meta = join(configDirectory, "contexts/meta", digest, "meta.json");
  const endpoints = readJson(readText(meta))?.["Endpoints"] as
    | Record<string, { Host?: string; SkipTLSVerify?: boolean }>
    | undefined;
  const docker = endpoints?.["docker"];
  if (!docker?.Host) {
    return {
      kind: "unusable",
      source,
      reason: `expected its endpoint in ${meta}, found none; see \`docker context ls\``,
    };
  }
  const certificates = join(configDirectory, "contexts/tls", digest, "docker");
  const hasTls = readText(join(certificates, "ca.pem")) !== undefined;
  const tls = hasTls ? { certificates, verify: docker.SkipTLSVerify !== true } : undefined;
  return fromUrl(docker.Host, source, tls, readText);
}

function fromUrl(
  text: string,
  source: string,
  tls: { certificates: string; verify: boolean } | undefined,
  readText: ReadText,
): EngineEndpoint {
  if (text.startsWith("unix://")) {
    const socketPath = text.slice("unix://".length) || "/var/run/docker.sock";
    return { kind: "unix", socketPath, source };
  }
  const withScheme = text.includes("://") ? text : `tcp://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (url && scheme === "ssh") return fromSshUrl(text, url, source);
  if (!url || !scheme || !["tcp", "http", "https"].includes(scheme) || url.hostname === "") {
    return {
      kind: "unusable",
      source,
      reason: `expected unix:///path, tcp://host:port or ssh://user@host, got "${text}"`,
    };
  }
  const secure = tls !== undefined || scheme === "https";
  const port = url.port === "" ? (secure ? 2376 : 2375) : Number(url.port);
  const endpoint = {
    kind: "tcp" as const,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    source,
  };
  if (!secure) return endpoint;
  return { ...endpoint, tls: tls ? tlsMaterial(tls, readText) : { verify: true } };
}

/** A word that begins with a dash would be an option of ssh, and a colon in the path would end it there. */
function fromSshUrl(text: string, url: URL, source: string): EngineEndpoint {
  const words = [url.username, url.hostname].filter((word) => word !== "");
  const remoteSocket = ["", "/"].includes(url.pathname) ? "/var/run/docker.sock" : url.pathname;
  const isUsable =
    url.hostname !== "" &&
    url.password === "" &&
    words.every((word) => /^\[?[\w.][\w.:-]*\]?$/.test(word)) &&
    /^[\w./-]+$/.test(remoteSocket);
  if (!isUsable) {
    const reason = `expected ssh://user@host, with :port and the path of the engine's socket there where they are not the usual ones, and no password (ssh uses keys); got "${url.password === "" ? text : "one with a password"}"`;
    return { kind: "unusable", source, reason };
  }
  return {
    kind: "ssh",
    destination: words.join("@").replace(/[[\]]/g, ""),
    ...(url.port !== "" && { port: Number(url.port) }),
    remoteSocket,
    source,
  };
}

function tlsMaterial(
  from: { certificates: string; verify: boolean },
  readText: ReadText,
): TlsMaterial {
  const material: TlsMaterial = { verify: from.verify };
  for (const name of ["ca", "cert", "key"] as const) {
    const text = readText(join(from.certificates, `${name}.pem`));
    if (text !== undefined) material[name] = text;
  }
  return material;
}

function readJson(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
