import type { LoadRequest, LoadSpec } from "@stackbench/model";

/** A request as it goes over the wire, made once. */
export interface WireRequest {
  /** Index into `LoadSpec.requests`. */
  index: number;
  /** All bytes, one character each (latin1). */
  bytes: string;
  expectedStatus: number;
  /** -1 where any length is right. */
  expectedBodyBytes: number;
}

/** Lays every request of the spec out as bytes. */
export function buildRequests(
  spec: Pick<LoadSpec, "host" | "port" | "requests" | "keepAlive">,
): WireRequest[] {
  return spec.requests.map((request, index) => ({
    index,
    bytes: requestBytes(request, hostHeader(spec), spec.keepAlive),
    expectedStatus: request.expect.status,
    expectedBodyBytes: request.expect.bodyBytes ?? -1,
  }));
}

/** `host:port`, an IPv6 address in brackets: the authority as URLs and Host headers have it. */
export function hostHeader(target: { host: string; port: number }): string {
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${host}:${target.port}`;
}

/** The whole request as a latin1 string: a UTF-8 body stands in it byte by byte. */
export function requestBytes(request: LoadRequest, host: string, keepAlive: boolean): string {
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
