import { connect } from "node:net";
import { UsageError } from "@stackbench/model";
import type { FoundAddress } from "./find-address.ts";

/** Throws UsageError where nothing takes connections. */
export async function expectSomebody({ host, address, port }: FoundAddress): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  const socket = connect({ host: address, port, timeout: 5000 });
  socket.once("connect", () => resolve(undefined));
  socket.once("timeout", () => resolve(new Error("no connection within 5 s")));
  socket.once("error", resolve);
  const refusal = await promise.finally(() => socket.destroy());
  if (!refusal) return;
  throw new UsageError(
    `--url: expected a server that runs at http://${host}:${port}, got: ${refusal.message}`,
    { cause: refusal },
  );
}
