import { isDeepStrictEqual } from "node:util";
import { say } from "@stackbench/terminal";
import { learnRequests, type Learnt } from "@stackbench/contract";
import { UsageError, type CustomRequest, type LoadRequest } from "@stackbench/model";
import { askedRequests, titleOf } from "../asked/asked-requests.ts";
import { describeClosings, describeLearnt } from "../asked/describe-learnt.ts";
import type { FoundAddress } from "./find-address.ts";
import type { ServersRequest } from "./read-servers.ts";

/** The same requests to all servers: what they answer must not differ, for then they would not do the same work. */
export async function learnFromAll(
  { asked, anyLength, redirects }: NonNullable<ServersRequest["custom"]>,
  addresses: readonly FoundAddress[],
  keepAlive: boolean,
): Promise<CustomRequest[]> {
  const parts = await askedRequests(asked);
  const byServer: Learnt[][] = [];
  for (const server of addresses) {
    const learnt = await learnRequests({ ...server, anyLength, keepAlive, redirects }, parts);
    byServer.push(learnt);
    for (const habit of describeClosings(parts, learnt)) say(`${server.url} ${habit}`);
  }
  return parts.map(({ name, weight, request: { path } }, index) => {
    const learnt = byServer.map((all) => all[index]!.request);
    const request = commonRequest(path, learnt, addresses);
    for (const line of describeLearnt(name, request, "each server")) say(line);
    return { name, weight, request };
  });
}

/** One request as all servers answer it. Throws UsageError where they differ. */
function commonRequest(
  given: string,
  learnt: readonly LoadRequest[],
  addresses: readonly FoundAddress[],
): LoadRequest {
  onlyPath(given, learnt, addresses);
  const all = learnt.map(({ expect }) => expect);
  refuseDiffering(titleOf(learnt[0]!), all, addresses);
  return { ...learnt[0]!, expect: commonIn(all) };
}

/** Tells where a redirect leads. Throws UsageError where those of several servers lead to different paths. */
function onlyPath(
  given: string,
  learnt: readonly LoadRequest[],
  addresses: readonly FoundAddress[],
): void {
  const [{ path }] = learnt as [LoadRequest];
  const at = learnt.findIndex((request) => request.path !== path);
  if (at !== -1) {
    throw new UsageError(
      `--follow: expected ${given} to lead to one path, got ${path} at ${addresses[0]!.url} and ${learnt[at]!.path} at ${addresses[at]!.url}`,
    );
  }
  if (path !== given) say(`GET ${given} leads to ${path}, which is asked for`);
}

type Expected = LoadRequest["expect"];

/** Throws UsageError for other statuses, or other lengths where each server's is always the same. */
function refuseDiffering(
  name: string,
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
