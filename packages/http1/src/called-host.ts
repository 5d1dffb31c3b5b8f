import type { LoadRequest, Target } from "@stackbench/model";
import { hostHeader } from "./request-bytes.ts";

/**
 * What a request calls the server, for generators that lay requests out themselves: the Host among its headers, in whatever
 * case that is written, else the target's name where that is not what is connected to, else undefined: what they say by
 * themselves is right. `others`: the headers without it.
 */
export function calledHost(
  target: Pick<Target, "host" | "port" | "address">,
  headers: LoadRequest["headers"],
): { host: string | undefined; others: LoadRequest["headers"] } {
  const isHost = (name: string): boolean => name.toLowerCase() === "host";
  const named = Object.entries(headers);
  const given = named.find(([name]) => isHost(name))?.[1];
  return {
    host: given ?? (target.address === undefined ? undefined : hostHeader(target)),
    others: Object.fromEntries(named.filter(([name]) => !isHost(name))),
  };
}
