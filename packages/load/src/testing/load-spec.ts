import type { LoadRequest, LoadSpec } from "@stackbench/model";

/** `GET /hello` with its answer. */
export const helloRequest: LoadRequest = {
  method: "GET",
  path: "/hello",
  headers: {},
  body: "",
  expect: { status: 200, bodyBytes: 13 },
};

/** A spec of `GET /hello` over and over, with what differs. */
export function loadSpec(
  change: Partial<Omit<LoadSpec, "level">> & { connections?: number } = {},
): LoadSpec {
  const { connections = 4, ...rest } = change;
  return {
    host: "127.0.0.1",
    port: 1,
    requests: [helloRequest],
    sequence: [0],
    level: { loop: "closed", connections },
    threads: 1,
    keepAlive: true,
    spin: false,
    seed: 1,
    timeoutMs: 2000,
    ...rest,
  };
}
