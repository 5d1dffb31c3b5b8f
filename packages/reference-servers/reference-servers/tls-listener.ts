import { createServer } from "node:tls";
import type { OnBytes, Peer } from "./tcp-listener.ts";

/**
 * As `listenTcp`, over TLS 1.3 and by Node's own server: what its streams cost is little beside what TLS does. `pem`: a
 * private key and its certificate.
 */
export function listenTls(
  pem: string,
  address: string,
  port: number,
  accept: (peer: Peer) => OnBytes,
): void {
  const server = createServer(
    { key: pem, cert: pem, minVersion: "TLSv1.3", ALPNProtocols: ["http/1.1"], noDelay: true },
    (socket) => {
      const onBytes = accept({
        write: (bytes) => void socket.write(bytes, "latin1"),
        close: () => void socket.end(),
      });
      socket.on("data", (chunk: Buffer) => onBytes(chunk, chunk.length));
      socket.on("error", () => socket.destroy());
    },
  );
  server.listen({ host: address, port, backlog: 8191 });
}
