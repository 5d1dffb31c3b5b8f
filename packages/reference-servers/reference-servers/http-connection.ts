import type { OnBytes, Peer } from "./tcp-listener.ts";

export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

/** What the server does. `performance.now()` of the read of a request's last bytes comes with it. */
export interface Handler {
  /** `GET /hello`: answers through `answerHello`, now or later. */
  hello(connection: HttpConnection, readMs: number): void;
  other(method: string, path: string): Answer;
}

const greeting = "Hello, world!";
const helloHead = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${greeting.length}\r\n`;
/** By whether the connection is kept, and whether the client has to be told so. */
const helloBytes = {
  keep: `${helloHead}\r\n${greeting}`,
  "keep-1.0": `${helloHead}Connection: keep-alive\r\n\r\n${greeting}`,
  close: `${helloHead}Connection: close\r\n\r\n${greeting}`,
};
type Persistence = keyof typeof helloBytes;

/** The bytes of one whole plain `GET /hello`, learned from the first: equal bytes need no parsing. */
let known: Buffer | undefined;

/** Requests of one connection, one after the other: the next is read when the last is answered. */
export class HttpConnection {
  readonly #peer: Peer;
  readonly #handler: Handler;
  /** The last reset of the record after which it asked for `/hello`. */
  askedSince = -1;
  #input = "";
  #readMs = 0;
  #busy = false;
  #persistence: Persistence = "keep";

  constructor(peer: Peer, handler: Handler) {
    this.#peer = peer;
    this.#handler = handler;
  }

  readonly onBytes: OnBytes = (bytes, count) => {
    this.#readMs = performance.now();
    const isKnown =
      known !== undefined &&
      !this.#busy &&
      this.#input === "" &&
      count === known.length &&
      known.compare(bytes, 0, count) === 0;
    if (isKnown) {
      this.#busy = true;
      this.#persistence = "keep";
      this.#handler.hello(this, this.#readMs);
      return;
    }
    const whole = this.#input === "" ? Buffer.from(bytes.subarray(0, count)) : undefined;
    this.#input += bytes.toString("latin1", 0, count);
    this.#proceed(whole);
  };

  /** Ends a `hello`: call it once. */
  answerHello(): void {
    this.#peer.write(helloBytes[this.#persistence]);
    this.#end();
    if (this.#input !== "") this.#proceed();
  }

  /** `whole`: the input as it came, where it came at once. */
  #proceed(whole?: Buffer): void {
    while (!this.#busy) {
      const headEnd = this.#input.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const head = this.#input.slice(0, headEnd);
      const bodyBytes = Number(/^content-length:\s*(\d+)\s*$/im.exec(head)?.[1] ?? 0);
      const end = headEnd + 4 + bodyBytes;
      if (this.#input.length < end) return;
      this.#input = this.#input.slice(end);
      const [method = "", path = "", version = ""] = head.slice(0, head.indexOf("\r\n")).split(" ");
      this.#persistence = persistenceOf(head, version);
      this.#busy = true;
      if (method === "GET" && path === "/hello") {
        if (whole?.length === end && this.#persistence === "keep") known = whole;
        this.#handler.hello(this, this.#readMs);
      } else {
        this.#write(this.#handler.other(method, path));
        this.#end();
      }
      whole = undefined;
    }
  }

  #write({ status, contentType, body }: Answer): void {
    const connection =
      this.#persistence === "keep"
        ? ""
        : `Connection: ${this.#persistence === "close" ? "close" : "keep-alive"}\r\n`;
    // The reason phrase may be empty; the blank before it may not (RFC 9112, 4).
    this.#peer.write(
      `HTTP/1.1 ${status} \r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n${connection}\r\n${body}`,
    );
  }

  #end(): void {
    this.#busy = false;
    if (this.#persistence === "close") this.#peer.close();
  }
}

function persistenceOf(head: string, version: string): Persistence {
  const asked = /^connection:\s*(.*?)\s*$/im.exec(head)?.[1]?.toLowerCase();
  if (version === "HTTP/1.0") return asked === "keep-alive" ? "keep-1.0" : "close";
  return asked === "close" ? "close" : "keep";
}
