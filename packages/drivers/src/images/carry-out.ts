import type Docker from "dockerode";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { patience } from "../docker/patience.ts";
import { ping, watchEngine } from "../docker/watch-engine.ts";
import { LineRing } from "@stackbench/lines";
import { follow } from "./follow.ts";

// More than any build of ours says: versions are read from them.
const mostLines = 10_000;

/**
 * Has the engine do something long and gives what it told of it. Throws BuildFailure where it failed, HostError where
 * the engine no longer answers, or the signal's reason; the engine gives the work up then, as its connection is closed.
 */
export async function carryOut(
  docker: Docker,
  what: string,
  begin: (engine: Docker) => Promise<NodeJS.ReadableStream>,
  signal?: AbortSignal,
): Promise<string[]> {
  using watch = watchEngine(`ping while it was to ${what}`, ping(docker));
  const end = AbortSignal.any(signal ? [watch.lost, signal] : [watch.lost]);
  const stream = await ask(what, (abortSignal) => begin(hearing(docker, abortSignal)), {
    timeoutMs: patience.beginMs,
    signal: end,
  });
  const log = new LineRing(mostLines);
  await follow(stream, log, end);
  return log.last(mostLines);
}
