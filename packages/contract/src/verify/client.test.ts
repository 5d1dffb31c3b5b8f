import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { expect, test } from "vitest";
import { caseServer, pathOf, responseCases } from "@stackbench/http1/testing";
import { createClient } from "./client.ts";
import { NoAnswerError } from "./no-answer-error.ts";

/** Of these bytes, in one packet, and in one each. */
for (const pieceBytes of [Number.POSITIVE_INFINITY, 1]) {
  for (const each of responseCases) {
    test(`RFC ${each.section}: ${each.name}, in packets of ${pieceBytes}`, async () => {
      await using server = await caseServer({ pieceBytes });
      const client = createClient({ host: "127.0.0.1", port: server.port }, Infinity);
      const asked = client.ask({ method: each.method ?? "GET", path: pathOf(each) });
      const { judged } = each;
      if (judged.kind !== "answer") {
        await expect(asked).rejects.toThrow(NoAnswerError);
        await expect(asked).rejects.toThrow(
          judged.kind === "refused" ? /^no HTTP answer: / : /^closed after \d+ bytes/,
        );
        return;
      }
      const { status, body, closes, headers } = await asked;
      expect([status, body.toString("latin1"), closes]).toEqual([
        judged.status,
        judged.body,
        !judged.keepAlive,
      ]);
      for (const [name, value] of Object.entries(judged.fields ?? {})) {
        expect(headers.get(name)).toBe(value);
      }
    });
  }
}

async function serve(onRequest: (socket: Socket) => void): Promise<AsyncDisposable & Server> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => onRequest(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function clientOf(server: Server, requestTimeoutMs?: number) {
  const { port } = server.address() as AddressInfo;
  return createClient({ host: "127.0.0.1", port }, Infinity, requestTimeoutMs);
}

test("100 MB in one-byte chunks are read whole", async () => {
  const some = Buffer.from("1\r\nx\r\n".repeat(100_000));
  await using server = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (let sent = 0; sent < 100_000_000; sent += some.length) socket.write(some);
    socket.write("0\r\n\r\n");
  });
  const { body } = await clientOf(server, 50_000).ask({ method: "GET", path: "/" });
  expect(body.length).toBe(Math.ceil(100_000_000 / some.length) * 100_000);
});

test("an answer that is too long for us is refused as that", async () => {
  const some = Buffer.alloc(1024 * 1024);
  await using server = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const pour = () => socket.write(some, (error) => error ?? pour());
    pour();
  });
  await expect(clientOf(server, 50_000).ask({ method: "GET", path: "/" })).rejects.toThrow(
    "an answer of more than 256 MiB, which is the harness's own limit",
  );
});

test("an answer that does not end in time is told with what came of it", async () => {
  await using server = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello");
  });
  await expect(clientOf(server, 200).ask({ method: "GET", path: "/" })).rejects.toThrow(
    /^no answer within \d+ ms, only 44 bytes of it$/,
  );
});

test("what comes unasked is not piled up, and does not hide the end", async () => {
  const some = Buffer.alloc(1024 * 1024);
  let poured = 0;
  await using server = await serve((socket) => {
    socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    const pour = () => {
      poured++;
      if (poured === 100) socket.end();
      else socket.write(some, (error) => error ?? pour());
    };
    pour();
  });
  const before = process.memoryUsage().rss;
  const client = clientOf(server, 20_000);
  await client.converse(async ({ send, receive, endsWithin }) => {
    await send(client.encode({ method: "GET", path: "/" }));
    expect((await receive()).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The kernel holds some megabytes of it, and the rest was never sent.
    expect(poured).toBeLessThan(50);
    expect(await endsWithin(20_000)).toBe(true);
    expect(poured).toBe(100);
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(90e6);
});
