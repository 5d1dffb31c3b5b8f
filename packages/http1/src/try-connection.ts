import type { TLSSocket } from "node:tls";
import type { Target, TlsSession } from "@stackbench/model";
import { describeRefusal } from "./describe-refusal.ts";
import { openSocket } from "./open-socket.ts";

/** What became of one connection: what kept it from being made, in words, or what its handshake came to. */
type Tried = { refusal: string } | { tls?: TlsSession };

/** Connects once within the time, handshake included, and closes again. */
export async function tryConnection(target: Target, limitMs: number): Promise<Tried> {
  const { promise, resolve } = Promise.withResolvers<Tried>();
  const { socket, ready } = openSocket(target);
  const timer = setTimeout(
    () => resolve({ refusal: `no connection within ${limitMs / 1000} s` }),
    limitMs,
  );
  socket.once(ready, () => resolve(target.tls ? { tls: sessionOf(socket as TLSSocket) } : {}));
  socket.on("error", (error) => resolve({ refusal: describeRefusal(error) }));
  return await promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

function sessionOf(socket: TLSSocket): TlsSession {
  return { protocol: socket.getProtocol() ?? "unknown", cipher: socket.getCipher().standardName };
}
