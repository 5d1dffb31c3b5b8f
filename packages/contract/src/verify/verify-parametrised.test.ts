import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startReferenceServer } from "../testing/reference-server.ts";
import { verify } from "./verify.ts";

/** Passes all on to a right server, but asks it for `most` loops of hash-sort at most. */
async function startCapped(right: { host: string; port: number }, most: number) {
  const server = createServer((request, response) => {
    const path = request.url!.replace(/loopCount=(\d+)/, (all, count: string) =>
      Number(count) <= 1000 && Number(count) > most ? `loopCount=${most}` : all,
    );
    void pass(`http://${right.host}:${right.port}${path}`, { method: request.method! }, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { host: "127.0.0.1", port, [Symbol.dispose]: () => server.close() };
}

async function pass(url: string, init: RequestInit, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, init);
  const type = answer.headers.get("content-type");
  response.writeHead(answer.status, type === null ? {} : { "content-type": type });
  // It says that it did all that was asked.
  response.end((await answer.text()).replace('"loopCount":19', '"loopCount":20'));
}

test("a right server passes with every parameter, each by a question more", async () => {
  await using server = await startReferenceServer();
  const request = { ...server, workloads: ["hash-sort", "upstream", "report"], seed: 4 } as const;
  const plain = await verify(request);
  const parametrised = ["hash-sort:loopCount=20", "upstream:ms=3", "report:mb=5"] as const;
  const all = await verify({ ...request, parametrised });
  expect(all).toEqual({ checks: plain.checks + parametrised.length, differences: [] });
});

test("one that does less work than was asked is found where it is asked for as much", async () => {
  await using right = await startReferenceServer();
  using capped = await startCapped(right, 19);
  const { host, port } = capped;
  const request = { host, port, workloads: ["hash-sort"], seed: 4 } as const;
  expect((await verify(request)).differences).toEqual([]);
  const { differences } = await verify({ ...request, parametrised: ["hash-sort:loopCount=20"] });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ workload: "hash-sort:loopCount=20" });
  expect(differences[0]!.request).toMatch(/^GET \/hash-sort\?loopCount=20&seed=\d{6}$/);
});
