import type { CustomRequest } from "@stackbench/model";
import { warn } from "@stackbench/terminal";
import type { Way } from "./doubts-of.ts";

/**
 * By what it is known that an app runs in debug mode: what its files say, else what an answer of one of the ways to serve it
 * tells, which is said then. Empty where neither does.
 */
export function toldDebug(
  setting: string | undefined,
  ways: readonly Way[],
): Pick<CustomRequest, "debug"> {
  if (setting !== undefined) return { debug: setting };
  const telling = ways.find(({ learnt }) => learnt.debugMark !== undefined);
  if (telling === undefined) return {};
  const { key, learnt } = telling;
  warn(`${key} runs in debug mode, which costs time that no deployment pays: ${learnt.debugMark}`);
  return { debug: learnt.debugMark! };
}
