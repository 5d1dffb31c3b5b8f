import type { Given, ReplyOf } from "@stackbench/lines";
import { watchStart } from "../ready/watch-start.ts";
import { lookoutFor } from "./first-unready.ts";
import type { VerifierProtocol } from "./protocol.ts";

/** Watches an app come up, and tells when by the clock that all programs of this machine share. */
export async function timeStart(
  { timeoutMs, app, ...asked }: Given<VerifierProtocol, "start">,
  tell: (progress: "asking") => void,
): Promise<ReplyOf<VerifierProtocol, "start">> {
  const lookout = lookoutFor(app);
  const epochMs = performance.timeOrigin;
  const deadline = performance.now() + timeoutMs;
  tell("asking");
  const watched = await watchStart({ ...asked, deadline, ...(lookout && { lookout }) });
  if (watched.state === "answered") {
    const { listeningAt, readyAt, answeredAt, blindMs } = watched;
    const at = (moment: number): number => epochMs + moment;
    return {
      listeningAt: at(listeningAt),
      readyAt: at(readyAt),
      answeredAt: at(answeredAt),
      blindMs,
    };
  }
  if (watched.state === "ended") throw new Error("nobody said that the app had ended");
  const { port, seen, stray } = watched;
  return { port, seen, ...(stray === undefined ? {} : { stray }) };
}
