import type Docker from "dockerode";
import { stateOf, whatBefell } from "./casualty.ts";
import type { PodContainer } from "./pod-spec.ts";

/** What befell a container that ended; undefined where nobody waits for it any more. Never rejects. */
export async function endOf(
  member: PodContainer,
  container: Docker.Container,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    await container.wait({ abortSignal });
    const what = whatBefell(await stateOf(member, container)) ?? "ended";
    return abortSignal.aborted ? undefined : what;
  } catch {
    // The engine that has gone is told of by whoever asks it next.
    return undefined;
  }
}
