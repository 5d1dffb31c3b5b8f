import { resolve } from "node:path";
import { socketNamed, UsageError } from "@stackbench/model";
import { workingDirectory } from "@stackbench/session";

/** A server as a URL names it: by a host that has addresses, or by a unix socket. */
export type NamedServer = { url: string } & (
  | {
      host: string;
      /** Where to ask after it: the other loopback address, of a host that stands for all addresses. */
      otherwise?: string;
      port: number;
      isTls: boolean;
    }
  | { socketPath: string }
);

/** `http://` goes without saying, as does this machine's name where only a port is given; null for what is no URL. */
export function parseUrl(text: string): URL | null {
  const whole = text.includes("://") ? text : `http://${text}`;
  return URL.parse(whole.replace(/^(https?:\/\/):(?=\d)/i, "$1localhost:"));
}

/**
 * What servers print that listen on all addresses. Clients ask loopback: what else such an address is, systems differ in.
 * The other family's comes second, for what is printed is copied from one server to the next.
 */
const everywhere: Readonly<Record<string, { host: string; otherwise: string }>> = {
  "0.0.0.0": { host: "127.0.0.1", otherwise: "::1" },
  "::": { host: "::1", otherwise: "127.0.0.1" },
};
const defaultPorts = { "http:": 80, "https:": 443 } as const;

/** Of a URL without a path. Throws UsageError for what names no server that can be asked. */
export function readUrl(text: string): NamedServer {
  const unix = readUnixUrl(text);
  if (unix) return unix;
  const url = parseUrl(text);
  const wrong = (got: string) =>
    new UsageError(
      `--url: expected a URL such as http://127.0.0.1:8000, https://localhost:8443 or unix:/tmp/app.sock, got ${got}`,
    );
  if (url === null || url.hostname === "") throw wrong(`"${text}"`);
  const { protocol } = url;
  if (protocol !== "http:" && protocol !== "https:") {
    throw wrong(`"${text}": HTTP/1.1 is spoken here, no ${protocol.slice(0, -1)}`);
  }
  if (url.username !== "" || url.password !== "") throw wrong("a name and password in it");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw wrong(`"${text}" with a path`);
  }
  // URLs hold IPv6 addresses in brackets.
  const named = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const { host, ...other } = everywhere[named] ?? { host: named };
  const port = url.port === "" ? defaultPorts[protocol] : Number(url.port);
  const authority = host.includes(":") ? `[${host}]` : host;
  const isTls = protocol === "https:";
  return { url: `${protocol}//${authority}:${port}`, host, ...other, port, isTls };
}

/** `unix:/tmp/app.sock`, and `unix:@name` for one without a file. */
function readUnixUrl(text: string): NamedServer | undefined {
  const [, path] = /^unix:(.+)$/.exec(text) ?? [];
  if (path === undefined) return undefined;
  return { url: text, socketPath: socketNamed(path) };
}

/**
 * The server's URL and the path behind it, of what names a unix socket in one of the forms that servers and tools print:
 * `unix:/tmp/app.sock` and `unix:///tmp/app.sock` (gunicorn, uvicorn), with `:/path` behind it (nginx, Node's clients),
 * `http+unix://%2Ftmp%2Fapp.sock/path` (Python's clients), a path alone. Undefined for another URL. Throws UsageError for
 * TLS over one.
 */
export function splitUnixUrl(text: string): { server: string; path?: string } | undefined {
  if (/^https(\+unix:|:\/\/unix:)/i.test(text)) {
    throw new UsageError(
      `--url=${text}: expected no TLS over a unix socket, which clients do not speak; say unix:/tmp/app.sock, or https:// with a host`,
    );
  }
  const [, encoded, behind] = /^http\+unix:\/\/([^/?]+)(.*)$/i.exec(text) ?? [];
  if (encoded !== undefined) return named(decode(encoded, text), behind);
  const [, rest] =
    /^(?:http:\/\/unix:|http\+unix:\/\/(?=\/)|unix:(?:\/\/(?=[/@]))?)(.+)$/i.exec(text) ?? [];
  const bare = rest ?? (/^(\.{0,2}\/|@)/.test(text) ? text : undefined);
  if (bare === undefined) return undefined;
  const at = bare.indexOf(":/");
  return at === -1 ? named(bare) : named(bare.slice(0, at), bare.slice(at + 1));
}

function named(path: string, behind = ""): { server: string; path?: string } {
  const place = path.startsWith("@") ? path : resolve(workingDirectory, path);
  return { server: `unix:${place}`, ...(!["", "/"].includes(behind) && { path: behind }) };
}

function decode(encoded: string, text: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new UsageError(
      `--url=${text}: expected the socket's path percent-encoded, such as %2Ftmp%2Fapp.sock, got ${encoded}`,
      { cause },
    );
  }
}
