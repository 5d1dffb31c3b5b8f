import type Docker from "dockerode";
import { ask } from "./ask.ts";
import { FrameReader } from "./frames.ts";

/** The last lines of a container, stdout and stderr in order, oldest first. Empty where there are none. */
export async function lastLines(container: Docker.Container, lineCount: number): Promise<string[]> {
  const raw = await ask("read logs", (abortSignal) =>
    container.logs({ stdout: true, stderr: true, tail: lineCount, abortSignal }),
  );
  const text = new FrameReader()
    .push(raw)
    .map((frame) => frame.bytes.toString())
    .join("");
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.slice(-lineCount);
}

/** Resolves once the container has written a line that holds `text`; rejects with the signal's reason. */
export async function lineWritten(
  container: Docker.Container,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const stream = (await ask("follow logs", () =>
    container.logs({ stdout: true, stderr: true, follow: true, abortSignal: signal }),
  )) as unknown as NodeJS.ReadableStream & { destroy(): void };
  const frames = new FrameReader();
  let seen = "";
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      stream.on("data", (chunk: Buffer) => {
        for (const frame of frames.push(chunk)) seen += frame.bytes.toString();
        if (seen.includes(text)) resolve();
      });
      stream.on("error", reject);
      // The container has ended: whoever watches it says so and aborts the signal.
      stream.on("end", () => {});
    });
  } finally {
    stream.destroy();
  }
}
