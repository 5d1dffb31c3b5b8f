import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { hostHeader, openSocket, requestBytes } from "@stackbench/http1";
import type { Target } from "@stackbench/model";
import { healthz } from "../endpoints/plain.ts";

/** A server that serves few connections at a time need not take the others. */
const patienceMs = 1000;

/**
 * Opens connections, asks one question on each and leaves them open and idle, as clients that keep connections do, and
 * proxies. Gives how many were answered.
 */
export async function holdOpen({
  connections,
  ...target
}: Target & { connections: number }): Promise<number> {
  const request = { method: "GET", path: healthz.path, headers: {}, body: "" };
  const bytes = Buffer.from(requestBytes(request, hostHeader(target), true), "latin1");
  const answered = await Promise.all(
    Array.from({ length: connections }, async () => {
      const { socket } = openSocket(target);
      // The server may close it whenever it likes.
      socket.on("error", () => {});
      socket.write(bytes);
      const answer = once(socket, "data").then(
        () => true,
        () => false,
      );
      return await Promise.race([answer, pause(patienceMs, false)]);
    }),
  );
  return answered.filter(Boolean).length;
}
