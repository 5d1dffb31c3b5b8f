import { Readable } from "node:stream";
import { HostError } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { LineRing } from "@stackbench/lines";
import { BuildFailure, follow } from "./follow.ts";

const quiet = new AbortController().signal;
const progress = (...chunks: string[]): Readable =>
  Readable.from(chunks.map((text) => Buffer.from(text)));

describe("follow", () => {
  it("collects the log, however it is cut", async () => {
    const log = new LineRing();
    await follow(progress('{"stream":"Step 1\\n"}\r\n{"str', 'eam":" ok\\nmore"}'), log, quiet);
    expect(log.last(9)).toEqual(["Step 1", " ok", "more"]);
  });

  it("fails with the last lines where the engine tells of an error", async () => {
    const steps = Array.from({ length: 30 }, (_, n) => `{"stream":"line ${n}\\n"}\n`);
    const failing = follow(
      progress(...steps, '{"error":"returned a non-zero code: 1"}\n'),
      new LineRing(),
      quiet,
    );
    await expect(failing).rejects.toBeInstanceOf(BuildFailure);
    const error = (await failing.catch((reason: unknown) => reason)) as BuildFailure;
    expect(error.message).toBe("returned a non-zero code: 1");
    expect(error.lines).toHaveLength(20);
    expect(error.lines.at(-1)).toBe("line 29");
  });

  it("blames the host where the stream breaks off", async () => {
    const broken = new Readable({ read: () => {} });
    setImmediate(() => broken.destroy(new Error("socket hang up")));
    await expect(follow(broken, new LineRing(), quiet)).rejects.toBeInstanceOf(HostError);
  });

  it.each(["before", "while"])("stops %s it reads, with the reason", async (moment) => {
    const silent = new Readable({ read: () => {} });
    const person = new AbortController();
    if (moment === "before") person.abort(new Error("SIGINT"));
    const followed = follow(silent, new LineRing(), person.signal);
    person.abort(new Error("SIGINT"));
    await expect(followed).rejects.toThrow("SIGINT");
    expect(silent.destroyed).toBe(true);
  });
});
