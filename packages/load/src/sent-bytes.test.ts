import { createServer, type AddressInfo } from "node:net";
import { spawnSync } from "node:child_process";
import { hostHeader, requestBytes } from "@stackbench/http1";
import type { GeneratorId, LoadRequest, LoadSpec } from "@stackbench/model";
import { expect, test } from "vitest";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";
import { measure } from "./testing/measure.ts";

const put: LoadRequest = {
  ...helloRequest,
  method: "PUT",
  path: "/items/7?x=%20",
  headers: { "content-type": "application/json" },
  body: '{"name":"é"}',
};

/** All that a generator sent, cut at the beginnings of requests: each is named once. */
async function sentBy(id: GeneratorId, change: Partial<LoadSpec>): Promise<string[]> {
  const { host = "127.0.0.1", address = host } = change;
  const seen = new Set<string>();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      seen.add(bytes.toString("latin1"));
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!");
      if (change.keepAlive === false) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  const spec = { ...loadSpec({ connections: 1, host, port }), ...change, port };
  await measure(id, spec, { seconds: 0.2 });
  server.close();
  return [...seen].map((sent) => sent.replaceAll(String(port), "PORT"));
}

function isAbsent(id: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${id}`]).status !== 0;
}

for (const id of ["stackbench", "wrk"] as const) {
  test.skipIf(id === "wrk" && isAbsent(id)).each([
    ["127.0.0.1", true, helloRequest],
    ["127.0.0.1", false, put],
    ["::1", true, put],
    ["::1", false, helloRequest],
  ])(
    `${id} sends %s the bytes that learner and verifier send, keep-alive: %s`,
    async (host, keepAlive, request) => {
      const sent = await sentBy(id, { host, keepAlive, requests: [request] });
      expect(sent).toEqual([
        requestBytes(request, hostHeader({ host, port: 0 }).replace(/0$/, "PORT"), keepAlive),
      ]);
    },
  );
}

// They lay their requests out themselves: an app that answers by what it was sent may answer them otherwise.
test("autocannon says Connection: keep-alive, before the headers that are given", async () => {
  const [sent, ...others] = await sentBy("autocannon", { requests: [put] });
  expect(others).toEqual([]);
  const ours = requestBytes(put, "127.0.0.1:PORT", true);
  expect(sent).toBe(ours.replace("PORT\r\n", "PORT\r\nConnection: keep-alive\r\n"));
});

test.skipIf(isAbsent("hey"))("hey names itself, and has an order of its own", async () => {
  const [sent] = await sentBy("hey", { requests: [put] });
  const lines = requestBytes(put, "127.0.0.1:PORT", true).toLowerCase().split("\r\n");
  const added = sent!
    .toLowerCase()
    .split("\r\n")
    .filter((line) => !lines.includes(line));
  expect(added).toEqual([expect.stringMatching(/^user-agent: hey/)]);
});

test.each(["stackbench", "wrk", "autocannon", "hey", "ab"] as const)(
  "%s connects to the address and names the host",
  async (id) => {
    if (id !== "stackbench" && id !== "autocannon" && isAbsent(id)) return;
    // ab speaks HTTP/1.0: it waits for the end of a connection that nobody said is kept.
    const change = { host: "a.name.invalid", address: "127.0.0.1", keepAlive: id !== "ab" };
    const [sent] = await sentBy(id, { ...change, requests: [helloRequest] });
    expect(sent).toMatch(/^Host: a\.name\.invalid:PORT\r$/im);
    expect(sent!.match(/^host:/gim)).toHaveLength(1);
  },
);

test.each(["stackbench", "wrk", "autocannon", "hey", "ab"] as const)(
  "%s names the host that the request names, and no other",
  async (id) => {
    if (id !== "stackbench" && id !== "autocannon" && isAbsent(id)) return;
    const named = { ...helloRequest, headers: { Host: "shop.example", "X-Is": "kept" } };
    const keepAlive = id !== "ab";
    for (const where of [{}, { host: "a.name.invalid", address: "127.0.0.1" }]) {
      const [sent] = await sentBy(id, { ...where, keepAlive, requests: [named] });
      expect(sent!.match(/^host:.*$/gim)!.map((line) => line.toLowerCase().trim())).toEqual([
        "host: shop.example",
      ]);
      expect(sent).toMatch(/^x-is: kept\r$/im);
    }
  },
);
