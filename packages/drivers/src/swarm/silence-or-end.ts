import { HostError, longestWaySilenceMs } from "@stackbench/model";

/** What else than a node may have gone: the way between two, or a program of the harness on one. */
export async function silenceOrEnd(
  sampler: { longestSilenceMs(): Promise<number> } | undefined,
  error: unknown,
): Promise<string | undefined> {
  const silenceMs = await sampler?.longestSilenceMs().catch(() => 0);
  if (silenceMs !== undefined && silenceMs >= longestWaySilenceMs) {
    return `the node of the server was not reached from another one for ${(silenceMs / 1000).toFixed(1)} s; look at the network between them`;
  }
  if (!(error instanceof HostError)) return undefined;
  return `a program of the harness, on the node of the load unless it tells another, failed: ${error.message}; look there for what ended it (memory, an engine that was restarted)`;
}
