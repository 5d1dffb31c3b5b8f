import { expect, test } from "vitest";
import { poolShare, readEnvironment } from "./environment.ts";

test("reads everything that a stack is told", () => {
  expect(
    readEnvironment({
      HOST: "127.0.0.1",
      PORT: "9000",
      WORKERS: "4",
      DATABASE_URL: "postgres://localhost/x",
      DATABASE_POOL_SIZE: "20",
      UPSTREAM_URL: "http://127.0.0.1:9100",
    }),
  ).toEqual({
    place: { host: "127.0.0.1", port: 9000, reusePort: false },
    workers: 4,
    workerIndex: undefined,
    databaseUrl: "postgres://localhost/x",
    databasePoolSize: 20,
    upstreamUrl: "http://127.0.0.1:9100",
  });
});

test("an empty environment is one worker on every address, without database", () => {
  expect(readEnvironment({ DATABASE_URL: "" })).toMatchObject({
    place: { host: "0.0.0.0", port: 8080, reusePort: false },
    workers: 1,
    databaseUrl: undefined,
  });
});

test("a socket path goes before host and port", () => {
  const { place } = readEnvironment({ SOCKET_PATH: "/run/app.sock", PORT: "9000" });
  expect(place).toEqual({ socketPath: "/run/app.sock" });
});

test("a process manager says which of the workers this one is", () => {
  const { workers, workerIndex } = readEnvironment({ WORKERS: "3", NODE_APP_INSTANCE: "0" });
  expect({ workers, workerIndex }).toEqual({ workers: 3, workerIndex: 0 });
});

test.each([
  [{ PORT: "http" }, 'PORT: expected an integer from 1 to 65535, got "http"'],
  [{ PORT: "70000" }, 'PORT: expected an integer from 1 to 65535, got "70000"'],
  [
    { REUSE_PORT: "1", SOCKET_PATH: "/run/app.sock" },
    'REUSE_PORT: expected a port to be shared, got SOCKET_PATH "/run/app.sock"',
  ],
  [{ WORKERS: "0" }, 'WORKERS: expected an integer from 1 to 512, got "0"'],
  [
    { WORKERS: "3", NODE_APP_INSTANCE: "3" },
    'NODE_APP_INSTANCE: expected an integer from 0 to 2, got "3"',
  ],
])("%j is refused by name", (variables, message) => {
  expect(() => readEnvironment(variables)).toThrow(message);
});

test.each([
  [16, 1, [16]],
  [16, 2, [8, 8]],
  [10, 4, [3, 3, 2, 2]],
  // Nobody can work without a connection, even where that makes more than the total.
  [2, 3, [1, 1, 1]],
])("%i connections over %i workers", (total, workers, shares) => {
  expect(shares.map((_, index) => poolShare(total, workers, index))).toEqual(shares);
});
