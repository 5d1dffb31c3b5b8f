import { readFile } from "node:fs/promises";
import { UsageError } from "@stackbench/model";
import { z } from "zod";

const sideSchema = z.object({ ref: z.string(), sha: z.string().regex(/^[0-9a-f]{40,64}$/) });

const eventSchema = z.object({
  pull_request: z
    .object({ number: z.int().positive(), base: sideSchema, head: sideSchema })
    .optional(),
});

/** A pull request as the runner's event tells it. The names of its branches may be anything that git lets through. */
export type PullRequest = NonNullable<z.infer<typeof eventSchema>["pull_request"]>;

/**
 * The pull request that the job is for, from the file at `GITHUB_EVENT_PATH`; undefined where it is for another event,
 * or for none. Throws UsageError for an event that cannot be read, and for `pull_request_target`.
 */
export async function readPullRequest(
  environment: NodeJS.ProcessEnv,
): Promise<PullRequest | undefined> {
  const { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path } = environment;
  if (name === "pull_request_target") {
    throw new UsageError(
      "pull_request_target: expected pull_request, for the other runs code of forks with the repository's own token",
    );
  }
  if (path === undefined || path === "") return undefined;
  try {
    return eventSchema.parse(JSON.parse(await readFile(path, "utf8"))).pull_request;
  } catch (cause) {
    throw new UsageError(`GITHUB_EVENT_PATH=${path}: ${(cause as Error).message}`, { cause });
  }
}
