import { openSocket } from "@stackbench/http1";
import type { Wire, WireListener, WireTarget } from "./wire.ts";

/**
 * A wire on a socket as the verifier opens it, with a fixed read buffer (`onread`), so that reading makes no garbage.
 * On kept-alive connections it costs no more CPU a request than wrk does. Over TLS it is connected once the handshake is
 * over: that stands in no latency.
 */
export function openSocketWire(target: WireTarget, buffer: Buffer, listener: WireListener): Wire {
  let open = true;
  const { socket, ready } = openSocket(target, {
    buffer,
    callback: (count, bytes) => {
      if (open) listener.onRead(bytes, count);
      return true;
    },
  });
  socket.on(ready, () => open && listener.onConnect());
  socket.on("end", () => open && listener.onEnd());
  socket.on("error", (error: NodeJS.ErrnoException) => open && listener.onError(error.code ?? ""));
  return {
    write: (bytes) => void socket.write(bytes, "latin1"),
    close: () => {
      open = false;
      socket.destroy();
    },
  };
}
