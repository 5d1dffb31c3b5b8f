import type { Socket } from "node:net";
import type { Clock } from "./clock.ts";

const piece = Buffer.alloc(64 * 1024);

/** Sends as much as is taken, until the other end has enough and closes. */
export async function sendAll(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const send = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    // A reset is one way of having enough.
    socket.on("error", () => {});
    socket.on("drain", send).once("close", resolve);
    send();
  });
}

export interface TransferTimes {
  /** Not counted: a connection begins slowly. */
  warmUpMs: number;
  measuredMs: number;
}

/** Bytes/s that arrive, between two arrivals. Rejects where too little does. */
export async function receiveRate(
  socket: Socket,
  { warmUpMs, measuredMs }: TransferTimes,
  clock: Clock,
): Promise<number> {
  const begun = clock();
  let first: number | undefined;
  let last = begun;
  let bytes = 0;
  return await new Promise<number>((resolve, reject) => {
    const end = (): void => {
      if (first !== undefined && last > first) resolve((bytes / (last - first)) * 1000);
      else reject(new Error(`too little arrived in ${warmUpMs + measuredMs} ms to tell how fast`));
    };
    const timer = setTimeout(end, warmUpMs + measuredMs);
    socket.on("data", (data) => {
      const now = clock();
      if (now - begun < warmUpMs) return;
      // What came with the first arrival was on its way before it.
      if (first !== undefined) bytes += data.length;
      first ??= now;
      last = now;
    });
    socket.on("error", () => {});
    socket.once("close", () => {
      clearTimeout(timer);
      end();
    });
  });
}
