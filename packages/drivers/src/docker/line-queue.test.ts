import { describe, expect, it } from "vitest";
import { LineQueue } from "./line-queue.ts";

async function all(queue: LineQueue): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of queue) lines.push(line);
  return lines;
}

describe("LineQueue", () => {
  it("keeps what came before its reader, and the last line without a line feed", async () => {
    const queue = new LineQueue();
    queue.push(Buffer.from("one\ntw"));
    queue.push(Buffer.from("o\r\n\nlast"));
    queue.end();
    expect(await all(queue)).toEqual(["one", "two", "", "last"]);
  });

  it("gives lines to a reader that waits, and does not cut characters", async () => {
    const queue = new LineQueue();
    const reading = all(queue);
    const bytes = Buffer.from("é\n");
    queue.push(bytes.subarray(0, 1));
    await new Promise((resolve) => setImmediate(resolve));
    queue.push(bytes.subarray(1));
    queue.end();
    expect(await reading).toEqual(["é"]);
  });
});
