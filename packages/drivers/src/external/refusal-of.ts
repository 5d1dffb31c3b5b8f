import { connect } from "node:net";

/** What kept a connection from being made within the time; undefined where one was. */
export async function refusalOf(
  address: string,
  port: number,
  limitMs: number,
): Promise<Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  const socket = connect({ host: address, port, timeout: limitMs });
  socket.once("connect", () => resolve(undefined));
  socket.once("timeout", () => resolve(new Error(`no connection within ${limitMs / 1000} s`)));
  socket.once("error", resolve);
  return await promise.finally(() => socket.destroy());
}
