import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClockReading, estimateClock, median } from "@stackbench/statistics";
import { wanted } from "./answer.ts";
import type { Clock } from "./clock.ts";
import type { PathFigures } from "./path-figures.ts";
import { receiveRate, sendAll, type TransferTimes } from "./transfer.ts";

export interface AskOptions extends TransferTimes {
  port: number;
  /** Messages there and back. */
  readings: number;
  /** How long the other end may take to be there, ms. */
  patienceMs: number;
}

/** Measures the way to a host where `createAnswerer` listens. Rejects where it cannot be reached or says nothing. */
export async function askPath(
  host: string,
  options: AskOptions,
  clock: Clock,
): Promise<PathFigures> {
  const readings = await readClocks(host, options, clock);
  const { offsetMs, errorMs } = estimateClock(readings);
  return {
    to: host,
    roundTripMs: median(readings.map(({ sentMs, backMs }) => backMs - sentMs)),
    clockOffsetMs: offsetMs,
    clockErrorMs: errorMs,
    bytesPerSecondTo: await rateTo(host, options),
    bytesPerSecondFrom: await rateFrom(host, options, clock),
  };
}

async function readClocks(
  host: string,
  options: AskOptions,
  clock: Clock,
): Promise<ClockReading[]> {
  using socket = await reach(host, options);
  const readings: ClockReading[] = [];
  while (readings.length < options.readings) {
    const sentMs = clock();
    socket.write(Buffer.of(wanted.readClock));
    const answer = await eightBytes(socket);
    readings.push({ sentMs, thereMs: answer.readDoubleBE(), backMs: clock() });
  }
  return readings;
}

async function rateTo(host: string, options: AskOptions): Promise<number> {
  using socket = await reach(host, options);
  socket.write(Buffer.of(wanted.takeBytes));
  const answer = eightBytes(socket);
  void sendAll(socket);
  return (await answer).readDoubleBE();
}

async function rateFrom(host: string, options: AskOptions, clock: Clock): Promise<number> {
  using socket = await reach(host, options);
  socket.write(Buffer.of(wanted.giveBytes));
  return await receiveRate(socket, options, clock);
}

/** Names of others come and listen a little after this program. */
async function reach(host: string, { port, patienceMs }: AskOptions): Promise<Socket & Disposable> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const socket = connect({ host, port, noDelay: true });
    try {
      await once(socket, "connect");
      return Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() });
    } catch (cause) {
      if (performance.now() > deadline) {
        throw new Error(`${host}:${port} cannot be reached`, { cause });
      }
      await sleep(100);
    }
  }
}

async function eightBytes(socket: Socket): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    const take = (data: Buffer): void => {
      got = Buffer.concat([got, data]);
      if (got.length < 8) return;
      stop();
      resolve(got);
    };
    const lose = (cause?: unknown): void => {
      stop();
      reject(new Error("the other end closed without an answer", { cause }));
    };
    const stop = (): void => {
      socket.off("data", take).off("error", lose).off("close", lose);
    };
    socket.on("data", take).once("error", lose).once("close", lose);
  });
}
