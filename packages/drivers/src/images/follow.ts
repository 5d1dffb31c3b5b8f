import { explained } from "../docker/ask.ts";
import { type LineRing, LineSplitter, longestMessageBytes } from "@stackbench/lines";

/** A build that the engine carried out and that failed. `lines` are the last of its log. */
export class BuildFailure extends Error {
  override readonly name = "BuildFailure";
  readonly lines: string[];
  constructor(message: string, lines: string[]) {
    super(message);
    this.lines = lines;
  }
}

const keptLines = 20;

/** Reads progress until its end; throws BuildFailure where it tells of an error, HostError, or the signal's reason. */
export async function follow(
  stream: NodeJS.ReadableStream,
  log: LineRing,
  signal: AbortSignal,
): Promise<void> {
  let failure: string | undefined;
  const take = (text: string): void => {
    if (text.trim() === "") return;
    const message = JSON.parse(text) as { stream?: string; error?: string };
    for (const line of message.stream?.split("\n") ?? []) if (line !== "") log.push(line);
    if (message.error) failure = message.error;
  };
  const stop = (): void => {
    (stream as NodeJS.ReadableStream & { destroy(error: unknown): void }).destroy(signal.reason);
  };
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const splitter = new LineSplitter(longestMessageBytes, take);
    for await (const chunk of stream) splitter.push(chunk as Buffer);
    splitter.end();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw explained("follow a build", error);
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (failure !== undefined) throw new BuildFailure(failure, log.last(keptLines));
}
