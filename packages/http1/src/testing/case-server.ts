import { createServer, type AddressInfo, type Socket } from "node:net";
import { responseCases, type ResponseCase } from "./response-cases.ts";

export interface CaseServer extends AsyncDisposable {
  port: number;
  /** Connections on which the case was asked for, one entry a request. */
  askedOn(path: string): Socket[];
}

/** Where the case server answers with a case. */
export function pathOf(each: ResponseCase): string {
  return `/${responseCases.indexOf(each)}`;
}

/** Answers `GET /<n>` with the bytes of the n-th case, at once or in packets of so many bytes. `/healthz` may be a case. */
export async function caseServer({
  pieceBytes = Number.POSITIVE_INFINITY,
  healthz,
}: { pieceBytes?: number; healthz?: ResponseCase } = {}): Promise<CaseServer> {
  const sockets = new Set<Socket>();
  const asked = new Map<string, Socket[]>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (request) => {
      const path = request.toString("latin1").split(" ", 2)[1]!;
      const each = path === "/healthz" ? healthz : responseCases[Number(path.slice(1))];
      if (!each) return void socket.destroy();
      asked.set(path, [...(asked.get(path) ?? []), socket]);
      const bytes = Buffer.from(each.bytes, "latin1");
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        socket.write(bytes.subarray(at, Math.min(bytes.length, at + pieceBytes)));
      }
      if (each.closes) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    askedOn: (path) => asked.get(path) ?? [],
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
