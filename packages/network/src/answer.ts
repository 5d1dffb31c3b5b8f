import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "./clock.ts";
import { receiveRate, sendAll, type TransferTimes } from "./transfer.ts";

/** What a connection is for: its first byte. One for reading the clock asks by each of its bytes. */
export const wanted = { readClock: 0x63, takeBytes: 0x74, giveBytes: 0x67 } as const;

/** The other end of `askPath`: reads its clock out, takes bytes and says how fast they came, or gives as many as are taken. */
export function createAnswerer(clock: Clock, times: TransferTimes): Server {
  return createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", (first) => void serve(socket, first, clock, times));
  });
}

async function serve(
  socket: Socket,
  first: Buffer,
  clock: Clock,
  times: TransferTimes,
): Promise<void> {
  switch (first[0]) {
    case wanted.readClock: {
      const answer = (asked: Buffer): void => {
        for (const _ of asked) socket.write(inBytes(clock()));
      };
      answer(first);
      socket.on("data", answer);
      return;
    }
    case wanted.giveBytes:
      return await sendAll(socket);
    case wanted.takeBytes:
      try {
        socket.end(inBytes(await receiveRate(socket, times, clock)));
      } catch {
        socket.destroy();
      }
      return;
    default:
      socket.destroy();
  }
}

function inBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}
