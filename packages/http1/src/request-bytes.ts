import type { LoadRequest } from "@stackbench/model";

/** `host:port`, an IPv6 address in brackets: the authority as URLs and Host headers have it. */
export function hostHeader(target: { host: string; port: number }): string {
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${host}:${target.port}`;
}

/**
 * The whole request as a latin1 string: a UTF-8 body stands in it byte by byte. `host` is the authority. Whoever asks a
 * server something that is loaded sends these bytes: a server may answer by what it was sent.
 */
export function requestBytes(
  request: Pick<LoadRequest, "path" | "headers" | "body"> & { method: string },
  host: string,
  keepAlive: boolean,
): string {
  const body = Buffer.from(request.body, "utf8");
  const given = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
  const lines = [`${request.method} ${request.path} HTTP/1.1`];
  if (!given.has("host")) lines.push(`Host: ${host}`);
  for (const [name, value] of Object.entries(request.headers)) lines.push(`${name}: ${value}`);
  const hasBody = body.length > 0 || request.method === "POST" || request.method === "PUT";
  if (hasBody && !given.has("content-length")) lines.push(`Content-Length: ${body.length}`);
  // HTTP/1.1 keeps connections alive unless told otherwise: no header is needed for it.
  if (!keepAlive) lines.push("Connection: close");
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"), body]).toString(
    "latin1",
  );
}
