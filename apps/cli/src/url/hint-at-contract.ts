import { get } from "node:http";
import type { FoundAddress } from "./find-address.ts";
import { say } from "../say.ts";

const patienceMs = 5000;

/** A server that has no `/healthz` will be a failed row: says beforehand what may have been meant. */
export async function hintAtContract(server: FoundAddress): Promise<void> {
  const status = await statusOf(server, "/healthz");
  if (status === undefined || status === 200) return;
  say(
    `${server.url}/healthz answers ${status}, where the contract says 200; an app that does not speak the contract is measured with --contract=none --path=/x`,
  );
}

/** At the address that was found: a name may lead elsewhere by now. Undefined where nothing is answered. */
function statusOf({ url, address, port }: FoundAddress, path: string): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const headers = { host: new URL(url).host };
  const request = get({ host: address, port, path, headers, timeout: patienceMs, agent: false });
  request.once("response", (response) => {
    resolve(response.statusCode);
    response.destroy();
  });
  request.once("timeout", () => request.destroy());
  request.once("error", () => resolve(undefined));
  request.once("close", () => resolve(undefined));
  return promise;
}
