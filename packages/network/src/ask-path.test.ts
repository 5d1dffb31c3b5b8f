import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createAnswerer } from "./answer.ts";
import { askPath } from "./ask-path.ts";
import { ownClock, type Clock } from "./clock.ts";
import { pathFiguresSchema, readPathFigures } from "./path-figures.ts";

const times = { warmUpMs: 20, measuredMs: 100 };
let server: Server;

afterEach(() => {
  server.close();
});

async function listening(): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function ask(port: number) {
  return await askPath("127.0.0.1", { ...times, port, readings: 20, patienceMs: 0 }, ownClock);
}

test.each([5000, -90_000])("sees a clock that is %d ms ahead", async (ahead) => {
  const shifted: Clock = () => ownClock() + ahead;
  server = createAnswerer(shifted, times);
  const figures = await ask(await listening());
  expect(Math.abs(figures.clockOffsetMs - ahead)).toBeLessThanOrEqual(figures.clockErrorMs);
  expect(pathFiguresSchema.parse(figures)).toEqual(figures);
});

test("says who cannot be reached", async () => {
  server = createServer();
  const port = await listening();
  server.close();
  await expect(ask(port)).rejects.toThrow(`127.0.0.1:${port} cannot be reached`);
});

test("says when the other end is another", async () => {
  server = createServer((socket) => socket.end());
  await expect(ask(await listening())).rejects.toThrow("closed without an answer");
});

test("takes nothing but figures from a program on another machine", () => {
  expect(() => readPathFigures(["Killed"])).toThrow(
    'expected the figures of a network path, got "Killed"',
  );
});
