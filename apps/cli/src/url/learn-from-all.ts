import { learnRequest } from "@stackbench/contract";
import { UsageError, type LoadRequest } from "@stackbench/model";
import type { CommandInput } from "../command.ts";
import { say } from "../say.ts";
import type { FoundAddress } from "./find-address.ts";

/** One request for all servers: what they answer must not differ, for then they would not do the same work. */
export async function learnFromAll(
  { values, switches }: CommandInput,
  addresses: readonly FoundAddress[],
): Promise<LoadRequest> {
  const path = values["path"];
  if (path === undefined || !/^\/[\x21-\x7e]*$/.test(path)) {
    const got = path === undefined ? "nothing" : `"${path}"`;
    throw new UsageError(
      `--path: expected a path from its slash on, percent-encoded, such as /x?y=1, with --contract=none; got ${got}`,
    );
  }
  const anyLength = switches.has("any-length");
  const keepAlive = !switches.has("no-keep-alive");
  const learnt: LoadRequest[] = [];
  for (const { host, port } of addresses) {
    learnt.push(await learnRequest({ host, port, path, anyLength, keepAlive }));
  }
  const [first, ...others] = learnt.map(({ expect }) => expect);
  const differing = others.findIndex(
    ({ status, bodyBytes }) => status !== first!.status || bodyBytes !== first!.bodyBytes,
  );
  if (differing !== -1) {
    const described = [first!, others[differing]!].map(
      ({ status, bodyBytes }) => `${status}${bodyBytes === null ? "" : ` with ${bodyBytes} bytes`}`,
    );
    const advice = first!.status === others[differing]!.status ? " (--any-length allows it)" : "";
    throw new UsageError(
      `GET ${path}: expected the same answer from all servers, got ${described[0]} from ${addressOf(addresses[0]!)} and ${described[1]} from ${addressOf(addresses[differing + 1]!)}${advice}`,
    );
  }
  const { status, bodyBytes } = first!;
  const length = bodyBytes === null ? "of any length" : `of ${bodyBytes} bytes`;
  const { body, ...bodiless } = first!;
  const sameBody = body !== undefined && learnt.every(({ expect }) => expect.body === body);
  say(
    `GET ${path}: 20 answers of each server with status ${status} and bodies ${length}; that is what every answer is held against${sameBody ? ", and whole bodies of some under load: they were all the same" : ""}`,
  );
  return { ...learnt[0]!, expect: sameBody ? first! : bodiless };
}

function addressOf({ host, port }: FoundAddress): string {
  return `http://${host}:${port}`;
}
