import { z } from "zod";
import { http2Schema } from "./http2.ts";

/** How a server is spoken to over TLS. The name that it must prove to have is the target's `host`. */
const tlsSchema = z.strictObject({
  /** False: whatever certificate it shows is taken. */
  verify: z.boolean(),
  /** Certificates (PEM) of who may have signed it, instead of those that Node trusts; absent for these. */
  ca: z.string().exactOptional(),
});
export type TlsWay = z.infer<typeof tlsSchema>;

/** A server as clients see it. */
export const targetSchema = z.strictObject({
  /** What requests call it: goes into the Host header, and over TLS says whose certificate is expected. */
  host: z.string(),
  /** Where connections go; absent where it is what `host` says. A name is resolved once, by whoever fills this in. */
  address: z.string().exactOptional(),
  port: z.int().min(1).max(65_535),
  /** The unix socket that connections go to, and no address or port; an abstract one begins with a zero byte. */
  socketPath: z.string().exactOptional(),
  /** Absent for plain TCP. */
  tls: tlsSchema.exactOptional(),
  /** How it may be spoken to in HTTP/2; absent for HTTP/1.1 alone. */
  http2: http2Schema.exactOptional(),
});
export type Target = z.infer<typeof targetSchema>;

/** The target of something that says more. */
export function targetOf({ host, address, port, socketPath, tls, http2 }: Target): Target {
  return {
    host,
    ...(address !== undefined && { address }),
    port,
    ...(socketPath !== undefined && { socketPath }),
    ...(tls && { tls }),
    ...(http2 && { http2 }),
  };
}

/** A server on a unix socket. A port goes with every target; nobody is told this one. */
export function unixTarget(socketPath: string): Target {
  return { host: "localhost", port: 80, socketPath };
}

/** `@name` of a unix socket without a file, as the kernel and servers print it; the path of any other. */
export function socketName(socketPath: string): string {
  return socketPath.replace(/^\0/, "@");
}

/** The socket of a name as `socketName` gives it. */
export function socketNamed(name: string): string {
  return name.replace(/^@/, "\0");
}

/** What lies between HTTP and a server. */
export type Transport = "tcp" | "tls" | "unix";

export function transportOf({ socketPath, tls }: Pick<Target, "socketPath" | "tls">): Transport {
  if (tls) return "tls";
  return socketPath === undefined ? "tcp" : "unix";
}

/** What a TLS handshake came to. */
const tlsSessionSchema = z.strictObject({
  /** `TLSv1.3`. */
  protocol: z.string(),
  /** By its name in the standards: `TLS_AES_256_GCM_SHA384`. */
  cipher: z.string(),
});
export type TlsSession = z.infer<typeof tlsSessionSchema>;

/** How a server that already runs was found to be reached. */
export const reachedSchema = z.strictObject({
  transport: z.enum(["tcp", "tls", "unix"]),
  /** `127.0.0.1:8000`, `[::1]:8000`, or the path of the socket. */
  at: z.string(),
  /** All addresses that its name has, in the order in which they were tried; absent where it has one. */
  addresses: z.array(z.string()).exactOptional(),
  /** Of the connection that was made to find out; those of the load are asked for in the same way. */
  tls: z
    .strictObject({ ...tlsSessionSchema.shape, certificate: z.enum(["verified", "taken"]) })
    .exactOptional(),
});
export type Reached = z.infer<typeof reachedSchema>;
