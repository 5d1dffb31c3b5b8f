import { refusalOf } from "@stackbench/session";
import { UsageError } from "@stackbench/model";
import type { FoundAddress } from "./find-address.ts";

/** How long a server is given to take a connection. */
export const patienceMs = 5000;

/** Throws UsageError where nothing takes connections. */
export async function expectSomebody({ url, host, address, port }: FoundAddress): Promise<void> {
  const refusal = await refusalOf(address, port, patienceMs);
  if (!refusal) return;
  const where = address === host ? url : `${url} (${address})`;
  throw new UsageError(`--url: expected a server that runs at ${where}, got: ${refusal.message}`, {
    cause: refusal,
  });
}
