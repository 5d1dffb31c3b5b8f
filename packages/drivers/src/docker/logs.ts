import { HostError } from "@stackbench/model";
import type Docker from "dockerode";
import { longestLogLineBytes, LineSplitter } from "@stackbench/lines";
import { ask, isMissing } from "./ask.ts";
import { FrameReader } from "./frames.ts";
import { patience } from "./patience.ts";

/**
 * The last lines of a container, stdout and stderr in order, oldest first, each with its time before it on demand. One that
 * somebody removed has taken them along.
 */
export async function lastLines(
  container: Docker.Container,
  lineCount: number,
  timestamps = false,
): Promise<string[]> {
  const raw = await readLogs(container, lineCount, timestamps);
  const text = new FrameReader()
    .push(raw)
    .map(({ bytes }) => bytes.toString())
    .join("");
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.slice(-lineCount);
}

async function readLogs(
  container: Docker.Container,
  tail: number,
  timestamps: boolean,
): Promise<Buffer> {
  try {
    return await ask("read logs", (abortSignal) =>
      container.logs({ stdout: true, stderr: true, tail, timestamps, abortSignal }),
    );
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
}

/** A container and what its lines begin with; absent where all lines are of one. */
export interface LogSource {
  container: Docker.Container;
  title?: string;
}

/** The last lines of several containers as they came in time, oldest first. */
export async function lastLinesOfAll(
  sources: readonly LogSource[],
  lineCount: number,
): Promise<string[]> {
  const [only] = sources;
  if (sources.length === 1 && only) return await lastLines(only.container, lineCount);
  const lines = await Promise.all(
    sources.map(async ({ container, title }) => {
      const stamped = await lastLines(container, lineCount, true);
      return stamped.map((line) => {
        const cut = line.indexOf(" ");
        return { time: line.slice(0, cut), text: `${title}: ${line.slice(cut + 1)}` };
      });
    }),
  );
  // The engine writes times of one length in UTC: their order as texts is that in time.
  return lines
    .flat()
    .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .slice(-lineCount)
    .map(({ text }) => text);
}

/** Resolves once the container has written a line that holds `text`; rejects with the signal's reason, or HostError. */
export async function lineWritten(
  container: Docker.Container,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const stream = (await ask(
    "follow logs",
    (abortSignal) => container.logs({ stdout: true, stderr: true, follow: true, abortSignal }),
    { signal },
  )) as unknown as NodeJS.ReadableStream & { destroy(): void };
  const frames = new FrameReader();
  let last = "";
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      const look = (line: string): void => {
        last = line;
        if (line.includes(text)) resolve();
      };
      const splitters = {
        stdout: new LineSplitter(longestLogLineBytes, look),
        stderr: new LineSplitter(longestLogLineBytes, look),
      };
      timer = setTimeout(() => {
        const waited = `in ${patience.lineMs / 1000} s`;
        reject(
          new HostError(
            `expected a service to write "${text}", it did not ${waited}; its last line: "${last}"`,
          ),
        );
      }, patience.lineMs);
      stream.on("data", (chunk: Buffer) => {
        for (const piece of frames.push(chunk)) splitters[piece.stream].push(piece.bytes);
      });
      stream.on("error", reject);
      // The container has ended: whoever watches it says so and aborts the signal.
      stream.on("end", () => {});
    });
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}
