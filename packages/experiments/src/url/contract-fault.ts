import { createClient, healthz } from "@stackbench/contract";
import { patienceMs, type ReachedServer } from "./reach-server.ts";

const unknownPath = "/a-path-that-no-contract-has";

/**
 * By what a server shows at once that it does not speak the contract; undefined where it may, or does not answer. Its
 * verification is what finds out.
 */
export async function contractFault(server: ReachedServer): Promise<string | undefined> {
  const client = createClient(server, performance.now() + patienceMs);
  const statusOf = async (path: string): Promise<number | undefined> =>
    await client.ask({ method: "GET", path }).then(
      ({ status }) => status,
      () => undefined,
    );
  const status = await statusOf(healthz.path);
  if (status === undefined) return undefined;
  if (status !== 200) {
    return `${server.url}${healthz.path} answers ${status}, where the contract says 200`;
  }
  return (await statusOf(unknownPath)) === 200
    ? `${server.url}${unknownPath} answers 200, where the contract says 404`
    : undefined;
}
