import { say } from "@stackbench/terminal";
import { createClient, healthz } from "@stackbench/contract";
import { patienceMs, type ReachedServer } from "./reach-server.ts";

/** A server that has no `/healthz` will be a failed row: says beforehand what may have been meant. */
export async function hintAtContract(server: ReachedServer): Promise<void> {
  const client = createClient(server, performance.now() + patienceMs);
  const status = await client.ask({ method: "GET", path: healthz.path }).then(
    (response) => response.status,
    () => undefined,
  );
  if (status === undefined || status === 200) return;
  say(
    `${server.url}${healthz.path} answers ${status}, where the contract says 200; an app that does not speak the contract is measured by a path: --path=/x`,
  );
}
