import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createHttp2Client } from "./http2-client.ts";

type Answer = (stream: ServerHttp2Stream, path: string, body: string) => void;

async function serve(answer: Answer): Promise<AsyncDisposable & { port: number }> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream, header) => {
    let body = "";
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => (body += chunk.toString()));
    stream.on("end", () => answer(stream, header[":path"]!, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("asks beside each other on one connection, and gives each its own answer", async () => {
  await using server = await serve((stream, path, body) => {
    stream.respond({ ":status": 201, "content-type": "text/plain", "x-a": ["1", "2"] });
    stream.end(`${path} ${body}`);
  });
  using client = createHttp2Client({ host: "127.0.0.1", ...server }, Infinity, 5000);
  const answers = await Promise.all(
    [1, 2, 3].map((n) => client.ask({ method: "POST", path: `/${n}`, body: `é${n}` })),
  );
  expect(answers.map(({ body }) => body.toString())).toEqual(["/1 é1", "/2 é2", "/3 é3"]);
  const [{ status, headers }] = answers as [(typeof answers)[0]];
  expect([status, headers.get("content-type"), headers.get("x-a")]).toEqual([
    201,
    "text/plain",
    "1, 2",
  ]);
});

test("silence, a stream that is reset and a server of HTTP/1.1 are told in words", async () => {
  await using server = await serve((stream, path) => {
    if (path === "/reset") stream.close(2);
  });
  using client = createHttp2Client({ host: "127.0.0.1", ...server }, Infinity, 300);
  await expect(client.ask({ method: "GET", path: "/silent" })).rejects.toThrow(
    "over HTTP/2: no answer within 300 ms",
  );
  await expect(client.ask({ method: "GET", path: "/reset" })).rejects.toThrow("over HTTP/2: ");
  using late = createHttp2Client({ host: "127.0.0.1", ...server }, performance.now() - 1, 300);
  await expect(late.ask({ method: "GET", path: "/" })).rejects.toThrow("took too long");
});
