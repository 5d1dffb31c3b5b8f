import { describeSilence, HostError } from "@stackbench/model";

/** What else than a node may have gone: the way between two, or a program of the harness on one. */
export async function silenceOrEnd(
  sampler: { longestSilenceMs(): Promise<number> } | undefined,
  error: unknown,
): Promise<string | undefined> {
  const silence = describeSilence(await sampler?.longestSilenceMs().catch(() => 0));
  if (silence !== undefined) return `${silence}; look at the network between them`;
  if (!(error instanceof HostError)) return undefined;
  return `a program of the harness, on the node of the load unless it tells another, failed: ${error.message}; look there for what ended it (memory, an engine that was restarted)`;
}
