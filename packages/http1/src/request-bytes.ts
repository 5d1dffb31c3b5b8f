import {
  numberPlace,
  secondPlace,
  socketName,
  type LoadRequest,
  type Target,
} from "@stackbench/model";

/** A request that may be loaded, or one that only asks. */
export type SentRequest = Pick<LoadRequest, "path" | "headers" | "body" | "numbers"> & {
  method: string;
};

/** `host:port`, an IPv6 address in brackets: the authority as URLs and Host headers have it. A unix socket has no port. */
export function hostHeader(target: Pick<Target, "host" | "port" | "socketPath">): string {
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return target.socketPath === undefined ? `${host}:${target.port}` : host;
}

/** `https://host:port`: what its paths stand behind in a URL. */
export function originOf(target: Pick<Target, "host" | "port" | "socketPath" | "tls">): string {
  return `${target.tls ? "https" : "http"}://${hostHeader(target)}`;
}

/** What a connection is made to: an authority as a URL has it, or the path of a unix socket. */
export function connectedTo({ host, address, port, socketPath }: Target): string {
  if (socketPath !== undefined) return socketName(socketPath);
  return hostHeader({ host: address ?? host, port });
}

/** Their requests tell a length even where the body is empty (RFC 9110, section 8.6). */
const methodsWithBodies: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * The whole request as a latin1 string: a UTF-8 body stands in it byte by byte. `host` is the authority. Whoever asks a
 * server something that is loaded sends these bytes: a server may answer by what it was sent. Where the request has
 * numbers, their places are left and Content-Length counts their digits: see `requestPieces`.
 */
export function requestBytes(request: SentRequest, host: string, keepAlive: boolean): string {
  const body = Buffer.from(request.body, "utf8");
  const given = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
  const lines = [`${request.method} ${request.path} HTTP/1.1`];
  if (!given.has("host")) lines.push(`Host: ${host}`);
  for (const [name, value] of Object.entries(request.headers)) lines.push(`${name}: ${value}`);
  const hasBody = body.length > 0 || methodsWithBodies.has(request.method);
  if (hasBody && !given.has("content-length")) {
    lines.push(`Content-Length: ${Buffer.byteLength(numbered(request).body)}`);
  }
  // HTTP/1.1 keeps connections alive unless told otherwise: no header is needed for it.
  if (!keepAlive) lines.push("Connection: close");
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"), body]).toString(
    "latin1",
  );
}

/**
 * The same bytes cut where numbers go: at `{m}`, and each part of that at `{n}`; one piece of one for a request without
 * numbers.
 */
export function requestPieces(request: SentRequest, host: string, keepAlive: boolean): string[][] {
  const bytes = requestBytes(request, host, keepAlive);
  const { numbers } = request;
  if (!numbers) return [[bytes]];
  const parts = numbers.second ? bytes.split(secondPlace) : [bytes];
  return parts.map((part) => part.split(numberPlace));
}

/** The request with a number of its own in the place of `{n}`, the first one unless told: as it goes over the wire. */
export function numbered<Request extends Pick<SentRequest, "path" | "body" | "numbers">>(
  request: Request,
  number = request.numbers?.from,
): Request {
  const { numbers } = request;
  if (!numbers || number === undefined) return request;
  const second = secondNumber(numbers, number);
  const filled = (text: string) => {
    const named = text.replaceAll(numberPlace, String(number));
    return second === undefined ? named : named.replaceAll(secondPlace, String(second));
  };
  return { ...request, path: filled(request.path), body: filled(request.body) };
}

/** What `{m}` stands for beside that number; undefined where there is no second. */
export function secondNumber(
  { from, second }: NonNullable<SentRequest["numbers"]>,
  number: number,
): number | undefined {
  return second && second.from + ((number - from) % second.count);
}
