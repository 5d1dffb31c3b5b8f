import { createHash } from "node:crypto";
import { inMarkdown } from "@stackbench/report";
import type { PullRequest } from "./event.ts";

/** What GitHub takes in a comment, characters. */
const mostCharacters = 65_536;

export interface CommentParts {
  /** What is compared, as the workflow says it: comments of one key take each other's place. */
  key: string;
  /** Markdown of `bench ab`, in which text from outside is text. */
  told: string;
  pullRequest: PullRequest | undefined;
  /** For the address of the job: `GITHUB_SERVER_URL`, `GITHUB_REPOSITORY`, `GITHUB_RUN_ID`. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** The line that a comment begins with. What it is found by is a hash, so that no key ends the line. */
export function markerOf(key: string): string {
  return `<!-- stackbench ab ${createHash("sha256").update(key).digest("hex").slice(0, 16)} -->`;
}

/** The marker that a comment's text begins with; undefined where it has none. */
export function readMarker(text: string): string | undefined {
  return /^<!-- stackbench ab [0-9a-f]{16} -->(?=\n)/.exec(text)?.[0];
}

/** A comment as it is posted: the marker, what `bench ab` tells, whose branches these are, where the run is. */
export function composeComment({ key, told, pullRequest, environment }: CommentParts): string {
  const parts = [markerOf(key), told.trimEnd(), ...namesOf(pullRequest), ...linkOf(environment)];
  const text = `${parts.join("\n\n").replace("\n\n", "\n")}\n`;
  if (text.length <= mostCharacters) return text;
  const cut = inMarkdown`The verdict is too long for a comment: see the job's summary and its artefact.`;
  return `${markerOf(key)}\n${cut.text}\n`;
}

function namesOf(pullRequest: PullRequest | undefined): string[] {
  if (pullRequest === undefined) return [];
  const { base, head } = pullRequest;
  return [inMarkdown`Head: ${head.ref}. Base: ${base.ref}.`.text];
}

function linkOf({
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: run,
}: CommentParts["environment"]): string[] {
  if (!server || !repository || !run) return [];
  const link = inMarkdown`The run, with its report page and all figures, is an artefact of [this job](${`${server}/${repository}/actions/runs/${run}`}).`;
  return [link.text];
}
