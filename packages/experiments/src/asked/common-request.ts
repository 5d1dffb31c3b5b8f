import { commonExpect } from "@stackbench/contract";
import { UsageError, type LoadRequest } from "@stackbench/model";
import { say } from "@stackbench/terminal";
import { titleOf } from "./asked-requests.ts";

/** One request as all of several servers, by these names, answer it. Throws UsageError where they differ. */
export function commonRequest(
  given: string,
  learnt: readonly LoadRequest[],
  servers: readonly string[],
): LoadRequest {
  onlyPath(given, learnt, servers);
  const all = learnt.map(({ expect }) => expect);
  refuseDiffering(titleOf(learnt[0]!), all, servers);
  return { ...learnt[0]!, expect: all.reduce(commonExpect) };
}

/** Tells where a redirect leads. Throws UsageError where those of several servers lead to different paths. */
function onlyPath(given: string, learnt: readonly LoadRequest[], servers: readonly string[]): void {
  const [{ path }] = learnt as [LoadRequest];
  const at = learnt.findIndex((request) => request.path !== path);
  if (at !== -1) {
    throw new UsageError(
      `--follow: expected ${given} to lead to one path, got ${path} at ${servers[0]} and ${learnt[at]!.path} at ${servers[at]}`,
    );
  }
  if (path !== given) say(`GET ${given} leads to ${path}, which is asked for`);
}

type Expected = LoadRequest["expect"];

/** Throws UsageError for other statuses, or other lengths where each server's is always the same. */
function refuseDiffering(name: string, all: readonly Expected[], servers: readonly string[]): void {
  const [first] = all;
  const isOneLength = all.every(({ bodyBytes }) => bodyBytes !== null);
  const at = all.findIndex(
    ({ status, bodyBytes }) =>
      status !== first!.status || (isOneLength && bodyBytes !== first!.bodyBytes),
  );
  if (at === -1) return;
  const [one, other] = [first!, all[at]!].map(
    ({ status, bodyBytes }) => `${status}${bodyBytes === null ? "" : ` with ${bodyBytes} bytes`}`,
  );
  const advice = first!.status === all[at]!.status ? " (--any-length allows it)" : "";
  throw new UsageError(
    `${name}: expected the same answer from all servers, got ${one} from ${servers[0]} and ${other} from ${servers[at]}${advice}`,
  );
}
