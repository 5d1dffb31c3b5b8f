import { posix } from "node:path";
import { StackFailure } from "@stackbench/model";
import type { Absence } from "./ignore-rules.ts";

/** A file or folder of a stack that is not in its image. */
export interface LeftOut {
  path: string;
  absence: Absence;
}

/** For people: `left out of its image: .env, .ssh (secrets)`; undefined where nothing was that would be missed. */
export function describeLeftOut(leftOut: readonly LeftOut[]): string | undefined {
  const parts = [
    listed(
      leftOut,
      "secret",
      "secrets, unless a line like !.env in its .dockerignore lets them in",
    ),
    listed(leftOut, ".dockerignore", "by its .dockerignore"),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `left out of its image: ${parts.join("; ")}`;
}

const shown = 5;

function listed(all: readonly LeftOut[], absence: Absence, why: string): string | undefined {
  const paths = all.filter((one) => one.absence === absence).map(({ path }) => path);
  if (paths.length === 0) return undefined;
  const more = paths.length > shown ? ` and ${paths.length - shown} more` : "";
  return `${paths.slice(0, shown).join(", ")}${more} (${why})`;
}

/**
 * The failure of an app that did not come up, with the files that it may miss: secrets always, for an app tells of an
 * unset variable rather than of its file; of the others those that it names. Any other error as it is.
 */
export function withLeftOut(error: unknown, leftOut: readonly LeftOut[]): unknown {
  if (!(error instanceof StackFailure)) return error;
  const { stage, message, logLines } = error.failure;
  const said = [message, ...logLines].join("\n");
  const isNamed = (path: string): boolean =>
    new RegExp(`(?<![\\w.-])${RegExp.escape(posix.basename(path))}(?![\\w-])`).test(said);
  const missed = leftOut.filter(({ path, absence }) => absence === "secret" || isNamed(path));
  const note = describeLeftOut(missed);
  if (note === undefined) return error;
  return new StackFailure(stage, `${message}; ${note}`, logLines, { cause: error });
}
