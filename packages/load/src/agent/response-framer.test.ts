import { expect, test } from "vitest";
import { ResponseFramer } from "./response-framer.ts";

interface Framed {
  status: number;
  bodyBytes: number;
  keepAlive: boolean;
}

const responses: Record<string, [text: string, framed: Framed]> = {
  "with a length": [
    "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 13\r\n\r\nHello, world!",
    { status: 200, bodyBytes: 13, keepAlive: true },
  ],
  "with odd case and blanks": [
    "HTTP/1.1 201 Created\r\nCONTENT-length:\t 5 \r\ncOnNeCtIoN:  Close\r\n\r\n12345",
    { status: 201, bodyBytes: 5, keepAlive: false },
  ],
  "with bare line feeds": [
    "HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
    { status: 200, bodyBytes: 2, keepAlive: true },
  ],
  "empty with a length": [
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    { status: 404, bodyBytes: 0, keepAlive: true },
  ],
  chunked: [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\nA;x="1"\r\n0123456789\r\n0\r\n\r\n',
    { status: 200, bodyBytes: 15, keepAlive: true },
  ],
  "chunked with trailers, and a length that does not count": [
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\ntransfer-encoding: gzip, Chunked\r\n\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n000\r\nx: y\r\nz: 0\r\n\r\n",
    { status: 200, bodyBytes: 26, keepAlive: true },
  ],
  "204 without body": [
    "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
    { status: 204, bodyBytes: 0, keepAlive: true },
  ],
  "304 whose length is of what is not sent": [
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
    { status: 304, bodyBytes: 0, keepAlive: true },
  ],
  "after interim responses": [
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!",
    { status: 200, bodyBytes: 1, keepAlive: true },
  ],
  "of HTTP/1.0": [
    "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n!",
    { status: 200, bodyBytes: 1, keepAlive: false },
  ],
  "of HTTP/1.0 that keeps": [
    "HTTP/1.0 200 OK\r\nConnection: x, Keep-Alive\r\nContent-Length: 1\r\n\r\n!",
    { status: 200, bodyBytes: 1, keepAlive: true },
  ],
  "without reason": [
    "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\n!",
    { status: 200, bodyBytes: 1, keepAlive: true },
  ],
};

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/** Pushes pieces as reads would bring them: in a buffer that is used again for the next. */
function frame(framer: ResponseFramer, pieces: readonly Buffer[]): Framed {
  const buffer = Buffer.alloc(4096, 0xff);
  framer.reset();
  for (const [i, piece] of pieces.entries()) {
    expect(framer.complete).toBe(false);
    piece.copy(buffer);
    expect(framer.push(buffer, 0, piece.length)).toBe(piece.length);
    buffer.fill(0xff);
    if (i < pieces.length - 1) expect(framer.complete).toBe(false);
  }
  expect(framer.complete).toBe(true);
  return { status: framer.status, bodyBytes: framer.bodyBytes, keepAlive: framer.keepAlive };
}

for (const [name, [text, framed]] of Object.entries(responses)) {
  const bytes = bytesOf(text);

  test(`a response ${name} is framed whole, byte by byte, and at every pair of cuts`, () => {
    const framer = new ResponseFramer();
    expect(frame(framer, [bytes])).toEqual(framed);
    expect(
      frame(
        framer,
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(framed);
    for (let first = 1; first < bytes.length; first++) {
      expect(frame(framer, [bytes.subarray(0, first), bytes.subarray(first)])).toEqual(framed);
      for (let second = first + 1; second < bytes.length; second++) {
        const pieces = [
          bytes.subarray(0, first),
          bytes.subarray(first, second),
          bytes.subarray(second),
        ];
        expect(frame(framer, pieces)).toEqual(framed);
      }
    }
  });
}

test("responses that came in one read are told apart", () => {
  const all = bytesOf(
    Object.values(responses)
      .map(([text]) => text)
      .join(""),
  );
  const framer = new ResponseFramer();
  const got: Framed[] = [];
  for (let at = 0; at < all.length;) {
    framer.reset();
    at = framer.push(all, at, all.length);
    expect(framer.complete).toBe(true);
    got.push({ status: framer.status, bodyBytes: framer.bodyBytes, keepAlive: framer.keepAlive });
  }
  expect(got).toEqual(Object.values(responses).map(([, framed]) => framed));
});

test("a response without length ends with its connection", () => {
  const framer = new ResponseFramer();
  const bytes = bytesOf("HTTP/1.1 200 OK\r\nServer: x\r\n\r\nabc");
  framer.push(bytes, 0, bytes.length);
  framer.push(bytes, 0, 4);
  expect(framer.complete).toBe(false);
  expect(framer.end()).toBe(true);
  expect([framer.complete, framer.bodyBytes, framer.keepAlive]).toEqual([true, 7, false]);
});

test("a connection that ends in the middle leaves the response incomplete", () => {
  for (const cut of ["HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"]) {
    const framer = new ResponseFramer();
    framer.push(bytesOf(cut), 0, cut.length);
    expect(framer.end()).toBe(false);
    expect(framer.complete).toBe(false);
  }
});

test("what is no HTTP/1.x response is refused", () => {
  const wrong = [
    "SSH-2.0-OpenSSH_9.2p1\r\n",
    "HTTP/2.0 200 OK\r\n\r\n",
    "HTTP/1.1 2x0 OK\r\n\r\n",
    "HTTP/1.1 000 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
    "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    `HTTP/1.1 200 OK\r\nx: ${"y".repeat(70_000)}`,
  ];
  for (const text of wrong) {
    const bytes = bytesOf(text);
    expect(() => new ResponseFramer().push(bytes, 0, bytes.length), text.slice(0, 80)).toThrow();
  }
});
