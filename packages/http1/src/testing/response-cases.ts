/**
 * What a reader of HTTP/1.1 has to make of answers that are legal and odd, and of some that are neither: RFC 9110 and
 * RFC 9112, by section. Whatever here reads answers is run through this table.
 */
export interface ResponseCase {
  name: string;
  /** "9112 6.3": the RFC and its section. */
  section: string;
  /** As they come over the wire, one character a byte. */
  bytes: string;
  /** The request; GET unless told. */
  method?: "HEAD";
  /** The server closes its side behind the bytes. */
  closes?: true;
  judged: ExpectedReading;
}

export type ExpectedReading =
  | {
      kind: "answer";
      status: number;
      body: string;
      /** Whether the connection may carry another request. */
      keepAlive: boolean;
      /** Fields that count, by name in lower case. */
      fields?: Readonly<Record<string, string>>;
    }
  /** No answer: the connection is of no use any more. */
  | { kind: "refused" }
  /** The connection ended in the middle of it. */
  | { kind: "cut-off" };

const hello = "Hello, world!";
const ok = "HTTP/1.1 200 OK\r\n";
const chunks = "5\r\nHello\r\n8\r\n, world!\r\n0\r\n\r\n";

function answer(
  rest: Partial<Omit<Extract<ExpectedReading, { kind: "answer" }>, "kind">> = {},
): Extract<ExpectedReading, { kind: "answer" }> {
  return { kind: "answer", status: 200, body: hello, keepAlive: true, ...rest };
}
const refused: ExpectedReading = { kind: "refused" };
const cutOff: ExpectedReading = { kind: "cut-off" };
const closing = answer({ keepAlive: false });

const head = (...fields: string[]) => `${[`HTTP/1.1 200 OK`, ...fields].join("\r\n")}\r\n\r\n`;
const withFields = (...fields: string[]) => `${head(...fields)}${hello}`;
const sized = (...fields: string[]) => withFields(...fields, "Content-Length: 13");
const inChunks = head("Transfer-Encoding: chunked");

function table(section: string, cases: Record<string, Omit<ResponseCase, "name" | "section">>) {
  return Object.entries(cases).map(([name, each]) => ({ name, section, ...each }));
}

export const responseCases: readonly ResponseCase[] = [
  ...table("9112 2.2", {
    "line feeds alone": {
      bytes: `HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 13\n\n${hello}`,
      judged: answer({ fields: { "content-type": "text/plain" } }),
    },
    "line feeds alone among pairs": {
      bytes: `${ok}X: y\nContent-Length: 13\r\n\n${hello}`,
      judged: answer({ fields: { x: "y" } }),
    },
    "a line that begins with a blank, before the first field": {
      bytes: sized(" Content-Length: 5"),
      judged: answer(),
    },
    "a carriage return alone where a line ends": { bytes: `${ok}X: y\r\n\rz`, judged: refused },
    "a carriage return within a length": {
      bytes: withFields("Content-Length: 1\r3"),
      judged: refused,
    },
    "a line before the status line": { bytes: `\r\n${sized()}`, judged: refused },
  }),
  ...table("9112 2.3", {
    "HTTP/1.1 keeps": { bytes: sized(), judged: answer() },
    "HTTP/1.0 closes": {
      bytes: `HTTP/1.0 200 OK\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: closing,
    },
    "a later minor version": {
      bytes: `HTTP/1.7 200 OK\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer(),
    },
    "another major version": { bytes: "HTTP/2.0 200 OK\r\n\r\n", judged: refused },
    "a major version without a minor": { bytes: "HTTP/2 200\r\n\r\n", judged: refused },
    "a minor version that is none": { bytes: "HTTP/1.x 200 OK\r\n\r\n", judged: refused },
    "a name in small letters": { bytes: "http/1.1 200 OK\r\n\r\n", judged: refused },
    "another protocol": { bytes: "SSH-2.0-OpenSSH_9.2p1\r\n", judged: refused },
    "another protocol, in few bytes": { bytes: "+OK\r\n", judged: refused },
  }),
  ...table("9112 4", {
    "an empty reason": {
      bytes: `HTTP/1.1 200 \r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer(),
    },
    "no reason, nor the blank before it": {
      bytes: `HTTP/1.1 200\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer(),
    },
    "a reason in many words and other letters": {
      bytes: `HTTP/1.1 200 tr\xe8s bien: 7\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer(),
    },
    "a status of four digits": { bytes: "HTTP/1.1 2000 OK\r\n\r\n", judged: refused },
    "a status of two digits": { bytes: "HTTP/1.1 20 OK\r\n\r\n", judged: refused },
    "a status that is none": { bytes: "HTTP/1.1 2x0 OK\r\n\r\n", judged: refused },
    "a status below 100": { bytes: "HTTP/1.1 099 OK\r\n\r\n", judged: refused },
  }),
  ...table("9110 15", {
    "a status of no known class": {
      bytes: `HTTP/1.1 799 Odd\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer({ status: 799 }),
    },
  }),
  ...table("9110 15.2", {
    "interim answers before the answer": {
      bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nConnection: close\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 5\r\n\r\n${sized()}`,
      judged: answer(),
    },
    "an interim answer and nothing behind it": {
      bytes: "HTTP/1.1 100 Continue\r\n\r\n",
      closes: true,
      judged: cutOff,
    },
  }),
  ...table("9110 7.8", {
    "a switch of protocols that nobody asked for": {
      bytes: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
      judged: refused,
    },
  }),
  ...table("9112 5.1", {
    "white space around values": {
      bytes: withFields("X: \t y \t ", "Content-Length:\t 13 \t"),
      judged: answer({ fields: { x: "y" } }),
    },
    "no white space": {
      bytes: withFields("X:y", "Content-Length:13"),
      judged: answer({ fields: { x: "y" } }),
    },
    "white space before the colon, which a proxy takes away": {
      bytes: withFields("X : y", "Content-Length \t: 13"),
      judged: answer({ fields: { x: "y" } }),
    },
    "an empty value": { bytes: sized("X:"), judged: answer({ fields: { x: "" } }) },
    "a line without a colon": { bytes: sized("no colon here"), judged: refused },
    "a line without a name": { bytes: sized(": no name"), judged: refused },
  }),
  ...table("9112 5.2", {
    "a folded line": {
      bytes: sized("X-Policy: one;\r\n two"),
      judged: answer({ fields: { "x-policy": "one; two" } }),
    },
    "a line folded twice, by tabs": {
      bytes: sized("X: a\r\n\tb\r\n\t\tc"),
      judged: answer({ fields: { x: "a b c" } }),
    },
    "a folded line that looks like a field": {
      bytes: sized("X: a\r\n Content-Length: 5"),
      judged: answer({ fields: { x: "a Content-Length: 5" } }),
    },
    "a folded length": { bytes: withFields("Content-Length:\r\n 13"), judged: answer() },
    "a fold of blanks alone": {
      bytes: sized("X: a\r\n  "),
      judged: answer({ fields: { x: "a" } }),
    },
    "a folded Connection": { bytes: sized("Connection: keep-alive,\r\n close"), judged: closing },
  }),
  ...table("9110 5.3", {
    "a field twice": {
      bytes: sized("X: 1", "Y: z", "x: 2"),
      judged: answer({ fields: { x: "1, 2" } }),
    },
  }),
  ...table("9112 6.1", {
    "a length beside chunks does not count": {
      bytes: `${head("Content-Length: 5", "Transfer-Encoding: chunked")}${chunks}`,
      judged: answer(),
    },
    "nor one that is none": {
      bytes: `${head("Transfer-Encoding: chunked", "Content-Length: x")}${chunks}`,
      judged: answer(),
    },
    "chunks in HTTP/1.0 are read and not trusted further": {
      bytes: `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
      judged: closing,
    },
  }),
  ...table("9112 6.3", {
    "rule 1: 204 has no body": {
      bytes: "HTTP/1.1 204 No Content\r\n\r\n",
      judged: answer({ status: 204, body: "" }),
    },
    "rule 1: 204 with a length, which is not sent": {
      bytes: "HTTP/1.1 204 No Content\r\nContent-Length: 13\r\n\r\n",
      judged: answer({ status: 204, body: "" }),
    },
    "rule 1: 304 with the length of what is not sent": {
      bytes: "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
      judged: answer({ status: 304, body: "", fields: { "content-length": "99" } }),
    },
    "rule 1: 304 with chunks that are not sent": {
      bytes: "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
      judged: answer({ status: 304, body: "" }),
    },
    "rule 1: to HEAD, with the length of what GET would give": {
      method: "HEAD",
      bytes: head("Content-Length: 13"),
      judged: answer({ body: "" }),
    },
    "rule 1: to HEAD, with the chunks that GET would give": {
      method: "HEAD",
      bytes: head("Transfer-Encoding: chunked"),
      judged: answer({ body: "" }),
    },
    "rule 1: to HEAD, without a length": {
      method: "HEAD",
      bytes: head(),
      judged: answer({ body: "" }),
    },
    "rule 4: chunks come last of the codings": {
      bytes: `${head("Transfer-Encoding: gzip , , Chunked,")}${chunks}`,
      judged: answer(),
    },
    "rule 4: codings in several fields": {
      bytes: `${head("Transfer-Encoding: gzip", "Transfer-Encoding: chunked")}${chunks}`,
      judged: answer(),
    },
    "rule 4: another coding ends with the connection": {
      bytes: withFields("Transfer-Encoding: gzip", "Content-Length: 5"),
      closes: true,
      judged: closing,
    },
    "rule 4: chunks that are not the last coding": {
      bytes: withFields("Transfer-Encoding: chunked", "Transfer-Encoding: x-odd"),
      closes: true,
      judged: closing,
    },
    "rule 5: the same length twice": {
      bytes: sized("Content-Length: 13"),
      judged: answer(),
    },
    "rule 5: the same length in a list": {
      bytes: withFields("Content-Length: 13, 13"),
      judged: answer(),
    },
    "rule 5: two lengths": { bytes: sized("Content-Length: 5"), judged: refused },
    "rule 5: two lengths in a list": {
      bytes: withFields("Content-Length: 13, 5"),
      judged: refused,
    },
    "rule 5: leading zeros": {
      bytes: withFields("Content-Length: 00000000000000000013"),
      judged: answer(),
    },
    "rule 5: a length that is none": { bytes: withFields("Content-Length: 13x"), judged: refused },
    "rule 5: no length in it": { bytes: withFields("Content-Length: "), judged: refused },
    "rule 5: below zero": { bytes: withFields("Content-Length: -1"), judged: refused },
    "rule 5: with a sign": { bytes: withFields("Content-Length: +13"), judged: refused },
    "rule 5: too long for any number": {
      bytes: withFields(`Content-Length: ${"9".repeat(40)}`),
      judged: refused,
    },
    "rule 6: a length of 0": {
      bytes: `${ok}Content-Length: 0\r\n\r\n`,
      judged: answer({ body: "" }),
    },
    "rule 8: no length ends with the connection": {
      bytes: withFields("X: y"),
      closes: true,
      judged: closing,
    },
    "rule 8: no length, no fields": {
      bytes: `${ok}\r\n${hello}`,
      closes: true,
      judged: closing,
    },
    "rule 8: HTTP/1.0 without a length, though it keeps": {
      bytes: `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n${hello}`,
      closes: true,
      judged: closing,
    },
    "rule 8: no length and no body": {
      bytes: `${ok}\r\n`,
      closes: true,
      judged: answer({ body: "", keepAlive: false }),
    },
  }),
  ...table("9112 7.1", {
    chunks: { bytes: `${inChunks}${chunks}`, judged: answer() },
    "sizes in any case, with leading zeros": {
      bytes: `${inChunks}00000000000000000d\r\n${hello}\r\n000\r\n\r\n`,
      judged: answer(),
    },
    "sizes in capitals": {
      bytes: `${inChunks}D\r\n${hello}\r\n0\r\n\r\n`,
      judged: answer(),
    },
    "line feeds alone between chunks": {
      bytes: `${inChunks}d\n${hello}\n0\n\n`,
      judged: answer(),
    },
    "the last chunk alone": {
      bytes: `${inChunks}0\r\n\r\n`,
      judged: answer({ body: "" }),
    },
    "no size": { bytes: `${inChunks}\r\n`, judged: refused },
    "a size that is none": { bytes: `${inChunks}xyz\r\n`, judged: refused },
    "a size below zero": { bytes: `${inChunks}-1\r\n`, judged: refused },
    "a size in which a carriage return stands": {
      bytes: `${inChunks}1\r1\r\n`,
      judged: refused,
    },
    "a size too long for any number": {
      bytes: `${inChunks}${"f".repeat(17)}\r\n`,
      judged: refused,
    },
    "a chunk longer than its size": {
      bytes: `${inChunks}1\r\nab`,
      judged: refused,
    },
  }),
  ...table("9112 7.1.1", {
    "extensions of chunks": {
      bytes: `${inChunks}d;a;b=c;d="e;\\" 5"\r\n${hello}\r\n0;last\r\n\r\n`,
      judged: answer(),
    },
    "white space before an extension, or instead of one": {
      bytes: `${inChunks}5 ;a=b\r\nHello\r\n8 \t\r\n, world!\r\n0 \r\n\r\n`,
      judged: answer(),
    },
  }),
  ...table("9112 7.1.2", {
    trailers: {
      bytes: `${head("Transfer-Encoding: chunked", "Trailer: X")}d\r\n${hello}\r\n0\r\nX: y\r\nContent-Length: 5\r\nConnection: close\r\n\r\n`,
      judged: answer({ fields: { trailer: "X" } }),
    },
  }),
  ...table("9112 8", {
    "fewer bytes than the length": {
      bytes: withFields("Content-Length: 14"),
      closes: true,
      judged: cutOff,
    },
    "no last chunk": {
      bytes: `${inChunks}d\r\n${hello}\r\n`,
      closes: true,
      judged: cutOff,
    },
    "no end of the trailers": {
      bytes: `${inChunks}d\r\n${hello}\r\n0\r\nX: y\r\n`,
      closes: true,
      judged: cutOff,
    },
    "a head without its end": { bytes: `${ok}X: y\r\n`, closes: true, judged: cutOff },
  }),
  ...table("9112 9.3", {
    "close, in any case": { bytes: sized("CONNECTION:  Close"), judged: closing },
    "close among others": { bytes: sized("Connection: x , close,y"), judged: closing },
    "close in the first of several fields": {
      bytes: sized("Connection: close", "Connection: keep-alive"),
      judged: closing,
    },
    "close in the last of several fields": {
      bytes: sized("Connection: keep-alive", "Connection: x, close"),
      judged: closing,
    },
    "a word that only contains close": { bytes: sized("Connection: disclose"), judged: answer() },
    "keep-alive and others": { bytes: sized("Connection: keep-alive, upgrade"), judged: answer() },
    "HTTP/1.0 that keeps": {
      bytes: `HTTP/1.0 200 OK\r\nConnection: x, Keep-Alive\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: answer(),
    },
    "HTTP/1.0 that says both": {
      bytes: `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nConnection: close\r\nContent-Length: 13\r\n\r\n${hello}`,
      judged: closing,
    },
  }),
];
