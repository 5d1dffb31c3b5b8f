import { startsServers } from "./driver-traits.ts";
import type { ClosedLoopThroughput, Question, RunHead, Sources } from "./run.ts";

type Head = Pick<
  RunHead,
  "question" | "sources" | "stackFolders" | "arguments" | "plan" | "driverTraits" | "engine"
>;

/**
 * What a run was held for. Older runs did not say: those of `bench ab` named their variants by revisions, and what
 * those of `bench factors` compared in what is lost, so that they count as comparisons.
 */
export function questionOf(head: Head): Question {
  if (head.question) return head.question;
  return { kind: namesRevisions(head) ? "ab" : "compare", details: {} };
}

/** Where what a run compares comes from. Of older runs their words on the command line tell. */
export function sourcesOf(head: Head): Sources {
  if (head.sources) return head.sources;
  if (namesRevisions(head)) return { from: "revisions" };
  if (!startsServers(head)) {
    const { arguments: words } = head;
    return {
      from: "servers",
      allowRemote: words.includes("--allow-remote"),
      pin: words.includes("--pin"),
    };
  }
  return { from: "stacks", folders: head.stackFolders ?? [] };
}

/** What a rate given as a share was computed from; empty without one. Older runs gave it another name. */
export function closedLoopOf(
  head: Pick<RunHead, "closedLoopThroughput" | "ceilings">,
): ClosedLoopThroughput {
  return head.closedLoopThroughput ?? head.ceilings ?? [];
}

function namesRevisions({ plan }: Head): boolean {
  return plan.experiment.variants.some((key) => key.includes("@"));
}
