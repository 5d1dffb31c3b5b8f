import { say } from "../say.ts";
import type { FoundAddress } from "./find-address.ts";

/** A server that has no `/healthz` will be a failed row: says beforehand what may have been meant. */
export async function hintAtContract({ host, port }: FoundAddress): Promise<void> {
  const authority = host.includes(":") ? `[${host}]` : host;
  const url = `http://${authority}:${port}/healthz`;
  const status = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: "manual" }).then(
    (response) => response.status,
    () => undefined,
  );
  if (status === undefined || status === 200) return;
  say(
    `${url} answers ${status}, where the contract says 200; an app that does not speak the contract is measured with --contract=none --path=/x`,
  );
}
