import { say } from "@stackbench/terminal";
import { learnRequests, type Learnt } from "@stackbench/contract";
import type { CustomRequest } from "@stackbench/model";
import { askedRequests } from "../asked/asked-requests.ts";
import { commonRequest } from "../asked/common-request.ts";
import { describeClosings, describeLearnt } from "../asked/describe-learnt.ts";
import { toldDebug } from "../asked/debug-of.ts";
import { toldDoubts } from "../asked/doubts-of.ts";
import type { ReachedServer } from "./reach-server.ts";
import type { ServersRequest } from "./read-servers.ts";

/** The same requests to all servers: what they answer must not differ, for then they would not do the same work. */
export async function learnFromAll(
  { asked, anyLength, redirects }: NonNullable<ServersRequest["custom"]>,
  addresses: readonly ReachedServer[],
  keepAlive: boolean,
): Promise<CustomRequest[]> {
  const parts = await askedRequests(asked);
  const byServer: Learnt[][] = [];
  for (const server of addresses) {
    const learnt = await learnRequests({ ...server, anyLength, keepAlive, redirects }, parts);
    byServer.push(learnt);
    for (const habit of describeClosings(parts, learnt)) say(`${server.url} ${habit}`);
  }
  const urls = addresses.map(({ url }) => url);
  return parts.map(({ name, weight, request: { path } }, index) => {
    const each = byServer.map((all, place) => ({ key: urls[place]!, learnt: all[index]! }));
    const learnt = each.map((way) => way.learnt.request);
    const request = commonRequest(path, learnt, urls);
    for (const line of describeLearnt(name, request, "each server")) say(line);
    return { name, weight, request, ...toldDoubts(name, each), ...toldDebug(undefined, each) };
  });
}
