import { isDeepStrictEqual } from "node:util";
import { say } from "@stackbench/terminal";
import { learnRequest } from "@stackbench/contract";
import { UsageError, type LoadRequest } from "@stackbench/model";
import { describeClosing, describeExpected } from "./describe-learnt.ts";
import { askedRequest } from "./asked-request.ts";
import type { ReachedServer } from "./reach-server.ts";
import type { ServersRequest } from "./read-servers.ts";

/** One request to all servers: what they answer must not differ, for then they would not do the same work. */
export async function learnFromAll(
  { asked, anyLength, redirects }: NonNullable<ServersRequest["custom"]>,
  addresses: readonly ReachedServer[],
  keepAlive: boolean,
): Promise<LoadRequest> {
  const request = askedRequest(asked);
  const learnt: LoadRequest[] = [];
  for (const server of addresses) {
    const { request: known, closing } = await learnRequest({
      ...server,
      request,
      anyLength,
      keepAlive,
      redirects,
    });
    learnt.push(known);
    const habit = describeClosing(closing);
    if (habit !== undefined) say(`${server.url} ${habit}`);
  }
  const path = onlyPath(request.path, learnt, addresses);
  const name = `${request.method} ${path}`;
  const all = learnt.map(({ expect }) => expect);
  refuseDiffering(name, all, addresses);
  const expect = commonIn(all);
  if (request.numbers) say(`{n} in it: ${describeNumbers(request.numbers)}`);
  say(`${name}: ${describeExpected(expect, "each server")}`);
  return { ...learnt[0]!, expect };
}

/** What is asked for in the end. Throws UsageError where redirects lead to different paths. */
function onlyPath(
  given: string,
  learnt: readonly LoadRequest[],
  addresses: readonly ReachedServer[],
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
  name: string,
  all: readonly Expected[],
  addresses: readonly ReachedServer[],
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
    `${name}: expected the same answer from all servers, got ${one} from ${addresses[0]!.url} and ${other} from ${addresses[at]!.url}${advice}`,
  );
}

/** What holds for the answers of all servers. */
function commonIn(all: readonly Expected[]): Expected {
  const [first] = all as [Expected];
  const { status, bodyBytes, fields: _, ...known } = first;
  const isShared = (name: keyof typeof known) =>
    all.every((each) => isDeepStrictEqual(each[name], known[name]));
  const shared = Object.entries(known).filter(([name]) => isShared(name as keyof typeof known));
  const isOneLength = all.every((each) => each.bodyBytes === bodyBytes);
  const fields = sharedFields(all);
  return {
    status,
    bodyBytes: isOneLength ? bodyBytes : null,
    ...Object.fromEntries(shared),
    ...(fields.length > 0 && { fields }),
  };
}

/** Servers may differ in a value that never varies in one of them, such as their name. */
function sharedFields([first, ...others]: readonly Expected[]): NonNullable<Expected["fields"]> {
  const known = others.map(
    ({ fields = [] }) => new Set(fields.map((each) => JSON.stringify(each))),
  );
  return (first?.fields ?? []).filter((each) =>
    known.every((fields) => fields.has(JSON.stringify(each))),
  );
}

function describeNumbers({ from, count }: NonNullable<LoadRequest["numbers"]>): string {
  return `a number from ${from} to ${from + count - 1}, another in each request, all of one length`;
}
