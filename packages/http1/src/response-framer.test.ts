import { expect, test } from "vitest";
import { ProtocolError, ReaderLimitError } from "./protocol-error.ts";
import { readFields } from "./read-fields.ts";
import { ResponseFramer } from "./response-framer.ts";
import { responseCases, type ExpectedReading, type ResponseCase } from "./testing/index.ts";

const bytesOf = (text: string) => Buffer.from(text, "latin1");

/** What a framer makes of pieces, that come as reads would bring them: in a buffer that is used again for the next. */
function judge(
  framer: ResponseFramer,
  each: ResponseCase,
  cuts: readonly number[],
): ExpectedReading {
  const bytes = bytesOf(each.bytes);
  const buffer = Buffer.alloc(bytes.length);
  framer.reset(1000, each.method === "HEAD");
  const edges = [0, ...cuts, bytes.length];
  try {
    for (let i = 1; i < edges.length; i++) {
      const [from, to] = [edges[i - 1]!, edges[i]!];
      if (framer.complete) throw new Error(`complete ${bytes.length - from} bytes early`);
      bytes.copy(buffer, 0, from, to);
      framer.push(buffer, 0, to - from);
      buffer.fill(0xff);
    }
  } catch (error) {
    if (error instanceof ProtocolError) return { kind: "refused" };
    throw error;
  }
  if (!framer.complete && each.closes) framer.end();
  if (!framer.complete) return { kind: "cut-off" };
  const { status, keepAlive } = framer;
  const body = framer.body!.toString("latin1");
  expect(framer.bodyBytes).toBe(body.length);
  const wanted = each.judged.kind === "answer" ? each.judged.fields : undefined;
  if (!wanted) return { kind: "answer", status, body, keepAlive };
  const got = readFields(framer.head);
  const fields = Object.fromEntries(Object.keys(wanted).map((name) => [name, got.get(name)!]));
  return { kind: "answer", status, body, keepAlive, fields };
}

for (const each of responseCases) {
  test(`RFC ${each.section}: ${each.name}: whole, byte by byte, and at every pair of cuts`, () => {
    const framer = new ResponseFramer({ keepsHeads: true });
    const { length } = each.bytes;
    const judgeAt = (...cuts: number[]) =>
      expect(judge(framer, each, cuts), `cut at ${cuts.join()}`).toEqual(each.judged);
    judgeAt();
    judgeAt(...Array.from({ length: length - 1 }, (_, i) => i + 1));
    for (let first = 1; first < length; first++) {
      judgeAt(first);
      for (let second = first + 1; second < length; second++) judgeAt(first, second);
    }
  });
}

test("responses that came in one read are told apart", () => {
  const many = responseCases.flatMap(({ bytes, judged, closes, method }) =>
    judged.kind === "answer" && !closes && !method ? [{ bytes, judged }] : [],
  );
  const all = bytesOf(many.map(({ bytes }) => bytes).join(""));
  const framer = new ResponseFramer();
  let at = 0;
  for (const { judged } of many) {
    framer.reset(1000);
    at = framer.push(all, at, all.length);
    expect(framer.complete).toBe(true);
    expect([framer.status, framer.body?.toString("latin1"), framer.keepAlive]).toEqual([
      judged.status,
      judged.body,
      judged.keepAlive,
    ]);
  }
  expect(at).toBe(all.length);
});

test.each([
  ["Keep-Alive: timeout=5, max=100", 5000],
  ['keep-alive: max=3,\r\n Timeout = "60"', 60_000],
  ["Keep-Alive: timeout=0", 0],
  ["Keep-Alive: max=100", Infinity],
  ["Keep-Alive: mytimeout=5", Infinity],
  ["X: timeout=5", Infinity],
])("how long an idle connection is kept is what the server says: %s", (field, idleTimeoutMs) => {
  const bytes = bytesOf(`HTTP/1.1 204 No Content\r\n${field}\r\n\r\n`);
  const framer = new ResponseFramer();
  for (let i = 0; i < 3; i++) {
    framer.reset();
    framer.push(bytes, 0, bytes.length);
    expect(framer.idleTimeoutMs).toBe(idleTimeoutMs);
  }
});

test("a body longer than what is kept is counted and not kept", () => {
  const framer = new ResponseFramer();
  const bytes = bytesOf("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!");
  for (const [keptBytes, body] of [
    [0, undefined],
    [12, undefined],
    [13, "Hello, world!"],
  ] as const) {
    framer.reset(keptBytes);
    for (const byte of bytes) framer.push(Uint8Array.of(byte), 0, 1);
    expect([framer.bodyBytes, framer.body?.toString()]).toEqual([13, body]);
  }
});

/** So many bytes, as a server in trouble or in jest sends them: each has to be looked at, and none twice. */
const manyBytes = 100_000_000;

test("100 MB of one-byte chunks, in reads of odd sizes, are read whole", () => {
  const chunk = bytesOf("1\r\nx\r\n".repeat(20_000));
  const framer = new ResponseFramer();
  framer.reset(2 * manyBytes);
  framer.push(bytesOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), 0, 47);
  for (let sent = 0; sent < manyBytes; sent += chunk.length) {
    for (let at = 0; at < chunk.length; at += 997) {
      framer.push(chunk, at, Math.min(chunk.length, at + 997));
    }
  }
  framer.push(bytesOf("0\r\n\r\n"), 0, 5);
  expect(framer.complete).toBe(true);
  expect(framer.body!.length).toBe(framer.bodyBytes);
  expect(framer.bodyBytes).toBe(Math.ceil(manyBytes / chunk.length) * 20_000);
});

test("100 MB that come in two bytes at a time are read whole", () => {
  const framer = new ResponseFramer();
  framer.reset(2 * manyBytes);
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${manyBytes}\r\n\r\n`;
  framer.push(bytesOf(head), 0, head.length);
  const piece = bytesOf("ab");
  for (let sent = 0; sent < manyBytes; sent += 2) framer.push(piece, 0, 2);
  expect(framer.complete).toBe(true);
  expect(framer.body!.subarray(-4).toString()).toBe("abab");
});

for (const [name, lineEnd] of [
  ["pairs", "\r\n"],
  ["line feeds alone", "\n"],
]) {
  test(`100 MB of heads, in few bytes each, whose lines end in ${name}, are read whole`, () => {
    const fields = `X-Field: ${"y".repeat(90)}${lineEnd}`.repeat(2000);
    const bytes = bytesOf(`HTTP/1.1 204 No Content${lineEnd}${fields}${lineEnd}`);
    const framer = new ResponseFramer();
    for (let sent = 0; sent < manyBytes; sent += bytes.length) {
      framer.reset();
      for (let at = 0; at < bytes.length; at += 5) {
        framer.push(bytes, at, Math.min(bytes.length, at + 5));
      }
      expect(framer.complete).toBe(true);
    }
  });
}

test.each([
  ["a head", "HTTP/1.1 200 OK\r\nx: ", "y"],
  ["a head", "HTTP/1.1 200 OK\r\n", "x: y\r\n"],
  ["trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "x: y\r\n"],
  ["a chunk extension", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", "y"],
  ["a chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0"],
])("%s without end is refused, as a limit of ours: %#", (what, start, more) => {
  const framer = new ResponseFramer();
  framer.push(bytesOf(start), 0, start.length);
  const bytes = bytesOf(more);
  expect(() => {
    for (let sent = 0; sent < 1_000_000; sent++) framer.push(bytes, 0, bytes.length);
  }).toThrow(
    new ReaderLimitError(`${what} of more than 256 KiB, which is the harness's own limit`),
  );
});

test("a head that came at once has the limit of one that came in pieces", () => {
  const bytes = bytesOf(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(300_000)}\r\n\r\n`);
  expect(() => new ResponseFramer().push(bytes, 0, bytes.length)).toThrow(ReaderLimitError);
});
