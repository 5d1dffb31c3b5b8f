import { StringDecoder } from "node:string_decoder";

/** Bytes in, lines out, for one reader that may come late: nothing is lost before it does. */
export class LineQueue implements AsyncIterable<string> {
  private readonly decoder = new StringDecoder("utf8");
  private readonly ready: string[] = [];
  private partial = "";
  private ended = false;
  private wake: (() => void) | undefined;

  push(bytes: Buffer): void {
    const parts = (this.partial + this.decoder.write(bytes)).split("\n");
    this.partial = parts.pop() ?? "";
    for (const line of parts) this.ready.push(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (parts.length > 0) this.wake?.();
  }

  end(): void {
    if (this.ended) return;
    const rest = this.partial + this.decoder.end();
    if (rest !== "") this.ready.push(rest);
    this.ended = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, void> {
    for (;;) {
      while (this.ready.length > 0) yield this.ready.shift()!;
      if (this.ended) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
