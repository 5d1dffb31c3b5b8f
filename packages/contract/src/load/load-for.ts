import type { LoadRequest, WorkloadId } from "@stackbench/model";
import { randomBelow, seededRandom, shuffled } from "@stackbench/statistics";
import type { Random } from "@stackbench/statistics";
import { hashSortBody } from "../answers/hash-sort.ts";
import { lookupBody } from "../answers/lookup.ts";
import { reportBody } from "../answers/report.ts";
import * as endpoint from "../endpoints/index.ts";
import { requestPath } from "../endpoints/request-path.ts";
import { loadItems } from "./load-items.ts";
import { loadRequest } from "./load-request.ts";

export interface Load {
  requests: LoadRequest[];
  /** Indices into `requests`, in the order of sending, to be repeated. */
  sequence: number[];
}

const loadedMilliseconds = 50;
const loadedMebibytes = 16;
const hashSortRequests = 512;
const lookupRequests = 64;
const unknownChecksum = "0".repeat(64);

/**
 * The requests of one window, with the status and length of their right answers.
 * Equal for equal workload and seed. Host and Content-Length are the generator's to add.
 */
export function loadFor(workload: WorkloadId, seed: number): Load {
  const random = seededRandom(seed);
  const requests = requestsFor[workload](random);
  const inOrder = requests.map((_, index) => index);
  return { requests, sequence: shuffled(inOrder, random) };
}

const requestsFor: Record<WorkloadId, (random: Random) => LoadRequest[]> = {
  hello: () => [loadRequest(endpoint.hello.path, endpoint.greeting)],

  /**
   * One loop a request: ten take over 100 ms of CPU each, so that a window of a few seconds would
   * hold too few responses for a percentile. So many seeds, others in every window, that keeping
   * answers would gain a server nothing.
   */
  "hash-sort": (random) =>
    differentSeeds(hashSortRequests, random).map((seed) => {
      const input = { loopCount: 1, seed };
      const path = requestPath(endpoint.hashSort, input);
      // Only the length counts here, and every checksum has the same.
      return loadRequest(path, hashSortBody(input, unknownChecksum));
    }),

  items: loadItems,

  /** Templates differ in white space, so the length is not known. */
  "render-name": (random) =>
    differentSeeds(16, random).map((seed) =>
      loadRequest(requestPath(endpoint.renderName, { name: `Ada <${seed}> & "co"` }), null),
    ),

  "render-table": () => [loadRequest(endpoint.renderTable.path, null)],

  lookup: (random) =>
    differentSeeds(lookupRequests, random).map((seed) =>
      loadRequest(requestPath(endpoint.lookup, { seed }), lookupBody(seed)),
    ),

  upstream: () => {
    const body = JSON.stringify({ waitedMs: loadedMilliseconds });
    return [loadRequest(requestPath(endpoint.upstream, { ms: loadedMilliseconds }), body)];
  },

  report: () => [
    loadRequest(requestPath(endpoint.report, { mb: loadedMebibytes }), reportBody(loadedMebibytes)),
  ],
};

/** Different seeds in the range that `hash-sort` and `lookup` share. */
function differentSeeds(count: number, random: Random): number[] {
  const seeds = new Set<number>();
  while (seeds.size < count) seeds.add(randomBelow(1_000_001, random));
  return [...seeds];
}
