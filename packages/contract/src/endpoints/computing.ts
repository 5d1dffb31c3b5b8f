import { workloadParameters } from "@stackbench/model";
import { hashSortBody } from "../answers/hash-sort.ts";
import { lookupBody } from "../answers/lookup.ts";
import { reportBody } from "../answers/report.ts";
import type { Endpoint } from "./endpoint.ts";
import { badInput, checksumSchema, jsonAnswer, objectSchema } from "./schemas.ts";

/** hash-sort of all defaults, known without computing it: two languages agree on it. */
export const defaultHashSort = {
  loopCount: workloadParameters["hash-sort"].default,
  seed: 1,
  checksum: "c2e2f97838f71337d2af3d652e9df4417853b0e2fe27abbf94bca1a50410f067",
} as const;

const seedParameter = {
  kind: "integer",
  name: "seed",
  minimum: 0,
  maximum: 1_000_000,
  default: 1,
} as const;

export const hashSort: Endpoint = {
  id: "hashSort",
  workload: "hash-sort",
  method: "GET",
  path: "/hash-sort",
  summary: "Hash and sort numbers",
  description: [
    "For loop l = 0..loopCount-1 make the 10,000 numbers",
    "n_i = 10000 + ((i + 10000·l + seed)·7919 mod 9990000), i = 0..9999; take the SHA-256 hex digest",
    "of each number's decimal string; sort the digests as strings. The checksum is the SHA-256 hex of",
    "the concatenation, over the loops in order, of the sorted digests at positions",
    "0, 1000, …, 9000 and 9999. No loop's result may be cached or shared between requests.",
  ].join(" "),
  query: [
    {
      kind: "integer",
      ...workloadParameters["hash-sort"],
      description: "Loops; their cost adds up.",
    },
    { ...seedParameter, description: "Shifts the numbers." },
  ],
  answers: [
    jsonAnswer(
      objectSchema({
        loopCount: { type: "integer" },
        seed: { type: "integer" },
        checksum: checksumSchema,
      }),
      JSON.parse(hashSortBody(defaultHashSort, defaultHashSort.checksum)),
    ),
    badInput,
  ],
};

export const lookup: Endpoint = {
  id: "lookup",
  workload: "lookup",
  method: "GET",
  path: "/lookup",
  summary: "Look numbers up in a set",
  description: [
    "The set holds 7·j for j = 0..999; the lookups are (31·i + seed) mod 14000 for i = 0..49999;",
    "`hits` is how many of them the set holds.",
  ].join(" "),
  query: [{ ...seedParameter, description: "Shifts the lookups." }],
  answers: [
    jsonAnswer(
      objectSchema({ seed: { type: "integer" }, hits: { type: "integer" } }),
      JSON.parse(lookupBody(1)),
    ),
    badInput,
  ],
};

export const report: Endpoint = {
  id: "report",
  workload: "report",
  method: "GET",
  path: "/report",
  summary: "Use memory and let it go",
  description: [
    "Takes `mb` MiB of memory, writes p mod 251 to the first byte of each 4 KiB page p,",
    "sums those bytes, lets it go.",
  ].join(" "),
  query: [
    {
      kind: "integer",
      ...workloadParameters.report,
      description: "MiB to take.",
    },
  ],
  answers: [
    jsonAnswer(
      objectSchema({ mb: { type: "integer" }, checksum: { type: "integer" } }),
      JSON.parse(reportBody(64)),
    ),
    badInput,
  ],
};
