import { type LoadRequest, type NamedWorkload, numberPlace } from "@stackbench/model";
import { seededRandom, shuffled, type Random } from "@stackbench/statistics";
import { hashSortBody } from "../answers/hash-sort.ts";
import { lookupBody } from "../answers/lookup.ts";
import { reportBody } from "../answers/report.ts";
import * as endpoint from "../endpoints/index.ts";
import { requestPath } from "../endpoints/request-path.ts";
import { itemsLoads } from "./load-items.ts";
import { loadRequest } from "./load-request.ts";
import { nameNumbers, seedNumbers } from "./numbers.ts";

export interface Load {
  requests: LoadRequest[];
  /** Indices into `requests`, in the order of sending, to be repeated. */
  sequence: number[];
}

const loadedMilliseconds = 50;
const loadedMebibytes = 16;
const unknownChecksum = "0".repeat(64);

/**
 * The requests of one window, with the status and length of their right answers.
 * Equal for equal workload and seed. Host and Content-Length are the generator's to add, and so are the numbers that
 * `{n}` stands for: what is asked does not repeat, so that keeping answers gains a server nothing.
 */
export function loadFor(workload: NamedWorkload, seed: number): Load {
  const random = seededRandom(seed);
  const requests = requestsFor[workload](random);
  const inOrder = requests.map((_, index) => index);
  return { requests, sequence: shuffled(inOrder, random) };
}

const requestsFor: Record<NamedWorkload, (random: Random) => LoadRequest[]> = {
  hello: () => [loadRequest(endpoint.hello.path, endpoint.greeting)],

  /**
   * One loop a request: ten take over 100 ms of CPU each, so that a window of a few seconds would
   * hold too few responses for a percentile.
   */
  "hash-sort": () => {
    const input = { loopCount: 1, seed: seedNumbers.from };
    // Only the length counts here: every checksum has the same, and every seed has six digits.
    const example = hashSortBody(input, unknownChecksum);
    const path = numberedPath(endpoint.hashSort, { loopCount: 1, seed: numberPlace });
    return [{ ...loadRequest(path, example), numbers: seedNumbers }];
  },

  ...itemsLoads,

  /** Templates differ in white space, so the length is not known. */
  "render-name": () => {
    const path = numberedPath(endpoint.renderName, { name: `Ada <${numberPlace}> & "co"` });
    return [{ ...loadRequest(path, null), numbers: nameNumbers }];
  },

  "render-table": () => [loadRequest(endpoint.renderTable.path, null)],

  /** Every seed has 3,000 to 4,000 hits: one length. */
  lookup: () => {
    const path = numberedPath(endpoint.lookup, { seed: numberPlace });
    return [{ ...loadRequest(path, lookupBody(seedNumbers.from)), numbers: seedNumbers }];
  },

  upstream: () => {
    const body = JSON.stringify({ waitedMs: loadedMilliseconds });
    return [loadRequest(requestPath(endpoint.upstream, { ms: loadedMilliseconds }), body)];
  },

  report: () => [
    loadRequest(requestPath(endpoint.report, { mb: loadedMebibytes }), reportBody(loadedMebibytes)),
  ],
};

/** A path that keeps its `{n}`, where a query would have it encoded. */
function numberedPath(
  asked: endpoint.Endpoint,
  values: Readonly<Record<string, string | number>>,
): string {
  return requestPath(asked, values).replaceAll(encodeURIComponent(numberPlace), numberPlace);
}
