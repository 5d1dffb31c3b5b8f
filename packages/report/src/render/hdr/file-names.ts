import type { TimedCase } from "../../summarise/timed-cases.ts";

const longest = 120;
const kinds = { serviceTime: "service-time", latency: "latency" } as const;

/**
 * A name for each case and kind of time that any file system, archive and log takes, no two alike:
 * `fastify-bare_hello_c64_stackbench.service-time`.
 */
export function namesOf(cases: readonly TimedCase[]): Map<TimedCase, string> {
  const taken = new Set<string>();
  return new Map(
    cases.map((one) => {
      const name = plainName(one);
      let free = name;
      // Case aside: to some file systems two names that differ in it alone are one.
      for (let next = 2; taken.has(free.toLowerCase()); next++) free = `${name}-${next}`;
      taken.add(free.toLowerCase());
      return [one, free];
    }),
  );
}

function plainName({ caseId, field }: TimedCase): string {
  const words = caseId
    .replaceAll("/", "_")
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, longest);
  return `${words}.${kinds[field]}`;
}
