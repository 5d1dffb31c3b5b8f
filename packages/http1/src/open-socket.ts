import net, { type OnReadOpts, type Socket } from "node:net";
import tls, { type SecureContext } from "node:tls";
import type { Target, TlsWay } from "@stackbench/model";

/** A connection that begins, and the event that tells that requests can be sent on it: its handshake is over then. */
export interface OpeningSocket {
  socket: Socket;
  ready: "connect" | "secureConnect";
}

/**
 * Begins to connect, over TCP, a unix socket, or TLS on TCP. Whoever asks a server does so by this, to verify, to learn
 * and to load: what is found out of a server holds for the load. Over TLS each connection has a handshake of its own (no
 * session is resumed), offers HTTP/1.1 and no other (ALPN) unless told, and says the name it asks for (SNI) unless that is
 * an address. Fails by the socket's `error`, a certificate that is not trusted included.
 */
export function openSocket(
  target: Target,
  onread?: OnReadOpts,
  protocols: readonly ("http/1.1" | "h2")[] = ["http/1.1"],
): OpeningSocket {
  const { host, address = host, port, socketPath } = target;
  const reading = onread && { onread };
  if (socketPath !== undefined) {
    return { socket: net.connect({ path: socketPath, ...reading }), ready: "connect" };
  }
  const place = { host: address, port, noDelay: true, ...reading };
  if (!target.tls) return { socket: net.connect(place), ready: "connect" };
  const socket = tls.connect({
    ...place,
    servername: net.isIP(host) === 0 ? host : "",
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
    ALPNProtocols: [...protocols],
    rejectUnauthorized: target.tls.verify,
    secureContext: contextFor(target.tls),
  });
  return { socket, ready: "secureConnect" };
}

/** Whom to trust takes milliseconds to read: once for all connections. */
const contexts = new Map<string | undefined, SecureContext>();

function contextFor({ ca }: TlsWay): SecureContext {
  const known = contexts.get(ca);
  if (known) return known;
  const context = tls.createSecureContext(ca === undefined ? {} : { ca });
  contexts.set(ca, context);
  return context;
}
