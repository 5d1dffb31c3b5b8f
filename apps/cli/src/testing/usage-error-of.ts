import { UsageError } from "@stackbench/model";
import { dispatch } from "../dispatch.ts";

/**
 * What is said of a command line that is wrong usage. In this process, since starting a program takes longer than all that
 * it does here; how programs end by it is told by one of them in `bench.test.ts`. Throws where it is not wrong.
 */
export async function usageErrorOf(args: readonly string[]): Promise<string> {
  const ended = await dispatch(args).catch((error: unknown) => {
    if (error instanceof UsageError) return error.message;
    throw error;
  });
  if (typeof ended === "string") return ended;
  throw new Error(`expected wrong usage of ${args.join(" ")}, got exit code ${ended}`);
}
