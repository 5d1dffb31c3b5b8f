import { appRequestOptions } from "@stackbench/experiments";

/** Options that say what is asked. */
const asking = ["workload", ...Object.keys(appRequestOptions)].map((name) => `--${name}`);

/** What is compared, as a workflow says it: two steps of one job that ask for different things have a comment each. */
export function keyOf(stack: string, words: readonly string[]): string {
  const asked = words.filter((word) => asking.includes(word.split("=")[0]!));
  return [stack, ...asked].join(" ");
}
