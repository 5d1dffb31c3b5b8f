import { say } from "@stackbench/terminal";
import { createClient, healthz } from "@stackbench/contract";
import { patienceMs, type ReachedServer } from "./reach-server.ts";

const unknownPath = "/a-path-that-no-contract-has";
const whatElse =
  "an app that does not speak the contract is measured by a path: --path=/, --path=/x";

/** A server that does not speak the contract will be a failed row: says beforehand what may have been meant. */
export async function hintAtContract(server: ReachedServer): Promise<void> {
  const client = createClient(server, performance.now() + patienceMs);
  const statusOf = async (path: string): Promise<number | undefined> =>
    await client.ask({ method: "GET", path }).then(
      ({ status }) => status,
      () => undefined,
    );
  const status = await statusOf(healthz.path);
  if (status === undefined) return;
  if (status !== 200) {
    say(`${server.url}${healthz.path} answers ${status}, where the contract says 200; ${whatElse}`);
  } else if ((await statusOf(unknownPath)) === 200) {
    say(`${server.url}${unknownPath} answers 200, where the contract says 404; ${whatElse}`);
  }
}
