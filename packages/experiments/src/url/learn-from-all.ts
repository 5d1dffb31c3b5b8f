import { say } from "@stackbench/terminal";
import { learnRequest } from "@stackbench/contract";
import { UsageError, type LoadRequest } from "@stackbench/model";
import { describeClosing, describeExpected } from "./describe-learnt.ts";
import type { FoundAddress } from "./find-address.ts";
import type { ServersRequest } from "./read-servers.ts";

/** One request, for the given path, to all servers: what they answer must not differ, for then they would not do the same work. */
export async function learnFromAll(
  { path: given, anyLength, redirects }: NonNullable<ServersRequest["custom"]>,
  addresses: readonly FoundAddress[],
  keepAlive: boolean,
): Promise<LoadRequest> {
  if (given === undefined || !/^\/[\x21-\x7e]*$/.test(given)) {
    const got = given === undefined ? "nothing" : `"${given}"`;
    throw new UsageError(
      `--path: expected a path from its slash on, percent-encoded, such as /x?y=1; got ${got}`,
    );
  }
  const learnt: LoadRequest[] = [];
  for (const server of addresses) {
    const { request, closing } = await learnRequest({
      ...server,
      path: given,
      anyLength,
      keepAlive,
      redirects,
    });
    learnt.push(request);
    const habit = describeClosing(closing);
    if (habit !== undefined) say(`${server.url} ${habit}`);
  }
  const path = onlyPath(given, learnt, addresses);
  const all = learnt.map(({ expect }) => expect);
  refuseDiffering(path, all, addresses);
  const expect = commonIn(all);
  say(`GET ${path}: ${describeExpected(expect, "each server")}`);
  return { ...learnt[0]!, expect };
}

/** What is asked for in the end. Throws UsageError where redirects lead to different paths. */
function onlyPath(
  given: string,
  learnt: readonly LoadRequest[],
  addresses: readonly FoundAddress[],
): string {
  const [{ path }] = learnt as [LoadRequest];
  const at = learnt.findIndex((request) => request.path !== path);
  if (at !== -1) {
    throw new UsageError(
      `--follow: expected ${given} to lead to one path, got ${path} at ${addresses[0]!.url} and ${learnt[at]!.path} at ${addresses[at]!.url}`,
    );
  }
  if (path !== given) say(`GET ${given} leads to ${path}, which is asked for`);
  return path;
}

type Expected = LoadRequest["expect"];

/** Throws UsageError for other statuses, or other lengths where each server's is always the same. */
function refuseDiffering(
  path: string,
  all: readonly Expected[],
  addresses: readonly FoundAddress[],
): void {
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
    `GET ${path}: expected the same answer from all servers, got ${one} from ${addresses[0]!.url} and ${other} from ${addresses[at]!.url}${advice}`,
  );
}

/** What holds for the answers of all servers. */
function commonIn(all: readonly Expected[]): Expected {
  const { status, bodyBytes, body, ends } = all[0]!;
  const isOneLength = all.every((each) => each.bodyBytes === bodyBytes);
  const isOneBody = body !== undefined && all.every((each) => each.body === body);
  const areSameEnds =
    ends !== undefined &&
    all.every((each) => each.ends?.start === ends.start && each.ends.end === ends.end);
  return {
    status,
    bodyBytes: isOneLength ? bodyBytes : null,
    ...(isOneBody && { body }),
    ...(areSameEnds && { ends }),
  };
}
