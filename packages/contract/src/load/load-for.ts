import {
  numberPlace,
  workloadParts,
  type LoadRequest,
  type NamedWorkload,
  type PlainWorkload,
} from "@stackbench/model";
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

/**
 * What the load of a plain name asks for. One loop: ten take over 100 ms of CPU each, so that a window of a few seconds
 * would hold too few responses for a percentile.
 */
const usual = { loopCount: 1, ms: 50, mb: 16 } as const;
const unknownChecksum = "0".repeat(64);

/**
 * The requests of one window, with the status and length of their right answers.
 * Equal for equal workload and seed. Host and Content-Length are the generator's to add, and so are the numbers that
 * `{n}` stands for: what is asked does not repeat, so that keeping answers gains a server nothing.
 */
export function loadFor(workload: NamedWorkload, seed: number): Load {
  const random = seededRandom(seed);
  const { plain, value } = workloadParts(workload);
  const requests = requestsFor[plain](random, value);
  const inOrder = requests.map((_, index) => index);
  return { requests, sequence: shuffled(inOrder, random) };
}

/** `value`: of the workload's parameter, where it was said. */
const requestsFor: Record<PlainWorkload, (random: Random, value?: number) => LoadRequest[]> = {
  hello: () => [loadRequest(endpoint.hello.path, endpoint.greeting)],

  "hash-sort": (_, loopCount = usual.loopCount) => {
    const input = { loopCount, seed: seedNumbers.from };
    // Only the length counts here: every checksum has the same, and every seed has six digits.
    const example = hashSortBody(input, unknownChecksum);
    const path = numberedPath(endpoint.hashSort, { loopCount, seed: numberPlace });
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

  upstream: (_, ms = usual.ms) => [
    loadRequest(requestPath(endpoint.upstream, { ms }), JSON.stringify({ waitedMs: ms })),
  ],

  report: (_, mb = usual.mb) => [loadRequest(requestPath(endpoint.report, { mb }), reportBody(mb))],
};

/** A path that keeps its `{n}`, where a query would have it encoded. */
function numberedPath(
  asked: endpoint.Endpoint,
  values: Readonly<Record<string, string | number>>,
): string {
  return requestPath(asked, values).replaceAll(encodeURIComponent(numberPlace), numberPlace);
}
