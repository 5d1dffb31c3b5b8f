import { connect } from "node:net";
import { UsageError } from "@stackbench/model";
import type { FoundAddress } from "./find-address.ts";

const patienceMs = 5000;

/** Throws UsageError where nothing takes connections. */
export async function expectSomebody({ url, host, address, port }: FoundAddress): Promise<void> {
  const refusal = await refusalOf(address, port);
  if (!refusal) return;
  const where = address === host ? url : `${url} (${address})`;
  throw new UsageError(`--url: expected a server that runs at ${where}, got: ${refusal.message}`, {
    cause: refusal,
  });
}

/** What kept a connection from being made; undefined where one was. */
export async function refusalOf(address: string, port: number): Promise<Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  const socket = connect({ host: address, port, timeout: patienceMs });
  socket.once("connect", () => resolve(undefined));
  socket.once("timeout", () => resolve(new Error(`no connection within ${patienceMs / 1000} s`)));
  socket.once("error", resolve);
  return await promise.finally(() => socket.destroy());
}
