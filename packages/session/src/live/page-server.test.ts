import { once } from "node:events";
import { get } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { PageServer } from "./page-server.ts";

async function serving() {
  const server = new PageServer();
  const port = await server.listen(0);
  onTestFinished(async () => await server.end());
  return { server, url: `http://127.0.0.1:${port}/` };
}

const isPending = async (promise: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([promise, sleep(100, "pending")])) === "pending";

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  return `${answer.status} ${(await answer.text()).trim()}`;
}

test("who asks waits for the first page, and whoever follows it for the next", async () => {
  const { server, url } = await serving();
  const first = textOf(url);
  expect(await isPending(first)).toBe(true);
  server.show("one");
  expect(await first).toBe("200 one");
  expect(await textOf(`${url}next?after=0`)).toBe("200 new");
  const next = textOf(`${url}next?after=1`);
  expect(await isPending(next)).toBe(true);
  server.show("two");
  expect(await next).toBe("200 new");
  expect(await textOf(url)).toBe("200 two");
});

test("while it is held nobody is answered, not even with a refusal", async () => {
  const { server, url } = await serving();
  server.show("one");
  await server.hold();
  await server.hold();
  const asked = [textOf(url), textOf(`${url}next?after=0`), textOf(`${url}elsewhere`)];
  expect(await isPending(Promise.any(asked))).toBe(true);
  server.answer();
  expect(await Promise.all(asked)).toEqual(["200 one", "200 new", "404 no such page"]);
});

test("it is held once what is being read is read, and does not wait for a reader who stands still", async () => {
  const { server, url } = await serving();
  server.show("x".repeat(50_000_000));
  const stuck = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void stuck.destroy());
  stuck.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(stuck, "data");
  stuck.pause();
  const gone = new AbortController();
  await fetch(url, { signal: gone.signal });
  gone.abort();
  const reading = await fetch(url);
  const [text] = await Promise.all([reading.text(), server.hold()]);
  expect(text).toHaveLength(50_000_000);
});

test("the end is told to those who follow, and nobody can keep it open", async () => {
  const { server, url } = await serving();
  server.show("one");
  const next = textOf(`${url}next?after=1`);
  expect(await isPending(next)).toBe(true);
  await server.end();
  expect(await next).toBe("410 over");
  await expect(fetch(url)).rejects.toThrow();
});

test("no other site may read it, frame it or call it by its own name", async () => {
  const { server, url } = await serving();
  server.show("one");
  const { headers } = await fetch(url, { headers: { origin: "http://evil.example" } });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
  const status = await new Promise((resolve) =>
    get(url, { headers: { host: "evil.example" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }),
  );
  expect(status).toBe(421);
});
