import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { ask, explained } from "../docker/ask.ts";
import { LineRing } from "../lines/line-ring.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { longestMessageBytes } from "../lines/longest-message.ts";
import { tagOf, type ImageSpec } from "./image-spec.ts";
import { pack } from "./pack.ts";

/** A build that the engine carried out and that failed. `lines` are the last of its log. */
export class BuildFailure extends Error {
  override readonly name = "BuildFailure";
  readonly lines: string[];
  constructor(message: string, lines: string[]) {
    super(message);
    this.lines = lines;
  }
}

export interface Built {
  id: string;
  lines: readonly string[];
}

const keptLines = 20;
// More than any build of ours says: versions are read from them.
const mostLines = 10_000;
const proxyNames = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

/** Builds and tags. Throws BuildFailure with the end of the log, or HostError. */
export async function build(docker: Docker, spec: ImageSpec, tag = tagOf(spec)): Promise<Built> {
  const files = [...spec.files, ...((await spec.fetch?.()) ?? [])];
  const gone = new AbortController();
  const heartbeat = setInterval(() => {
    ask("ping", () => docker.ping(), 15_000).catch((error: unknown) => gone.abort(error));
  }, 5000);
  const log = new LineRing(mostLines);
  try {
    const options = {
      t: tag,
      dockerfile: spec.dockerfile,
      buildargs: { ...hostProxies(), ...spec.buildArguments },
      rm: true,
      forcerm: true,
    };
    const stream = await ask("build", () => docker.buildImage(pack(files), options), 300_000);
    await follow(stream, log, gone.signal);
  } catch (error) {
    if (error instanceof BuildFailure) throw error;
    throw explained(`build ${tag}`, error);
  } finally {
    clearInterval(heartbeat);
  }
  const { Id: id } = await ask("inspect an image", () => docker.getImage(tag).inspect());
  return { id, lines: log.last(mostLines) };
}

/** Reads progress until its end; throws BuildFailure where it tells of an error. */
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
  signal.addEventListener("abort", stop, { once: true });
  try {
    const splitter = new LineSplitter(longestMessageBytes, take);
    for await (const chunk of stream) splitter.push(chunk as Buffer);
    splitter.end();
  } catch (error) {
    throw new HostError(`The Docker engine stopped answering in a build (${String(error)}).`, {
      cause: error,
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (failure !== undefined) throw new BuildFailure(failure, log.last(keptLines));
}

/** Predefined build arguments: they reach the build's commands and stand in no image. */
function hostProxies(): Record<string, string> {
  const found = proxyNames.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
