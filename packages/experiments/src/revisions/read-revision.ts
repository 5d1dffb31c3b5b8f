import { isPacked } from "@stackbench/host";
import { repositoryRoot } from "@stackbench/session";
import { UsageError } from "@stackbench/model";
import { findNamedImage, shortId } from "../find-image.ts";
import { commitOf, git } from "./git.ts";

/** What is compared: a commit, what stands here, or an image. `label` is for people: `main (acb54e9f01)`. */
export type Revision =
  | { kind: "commit"; commit: string; label: string }
  | { kind: "working-tree"; label: string }
  | { kind: "image"; id: string; reference: string; label: string };

const imagePrefix = "image:";

/**
 * Reads `--base=` or `--head=`: a git ref, else the name or id of an image that the engine has; `image:` before a
 * name rules the ref out. Nothing means the working tree. `root`: the checkout that knows the ref. Throws UsageError.
 */
export async function readRevision(
  option: "base" | "head",
  text: string | undefined,
  root = repositoryRoot,
): Promise<Revision> {
  if (isPacked && root === repositoryRoot && !text?.startsWith(imagePrefix)) {
    throw new UsageError(
      `--${option}: expected image:<name>, for the stacks of the package have no history; revisions of an app of yours are compared by --stack=./its-folder`,
    );
  }
  if (text === undefined) return await workingTree(root);
  if (!text.startsWith(imagePrefix)) {
    const commit = await commitOf(text, root);
    if (commit !== undefined) {
      const short = commit.slice(0, 10);
      return { kind: "commit", commit, label: text === commit ? short : `${text} (${short})` };
    }
  }
  const reference = text.startsWith(imagePrefix) ? text.slice(imagePrefix.length) : text;
  const found = await findNamedImage(reference);
  if (found.image) {
    const { id } = found.image;
    return { kind: "image", id, reference, label: `image ${reference} (${shortId(id)})` };
  }
  const noCommit = text.startsWith(imagePrefix)
    ? ""
    : "git knows no such commit here (git fetch?), and ";
  throw new UsageError(
    `--${option}: expected a git ref or an image, got "${text}": ${noCommit}${found.reason}`,
  );
}

async function workingTree(root: string): Promise<Revision> {
  const commit = await commitOf("HEAD", root);
  const changes = await git(["status", "--porcelain"], { root }).catch(() => "");
  const state = changes === "" ? "unchanged" : "with changes";
  return {
    kind: "working-tree",
    label:
      commit === undefined ? "working tree" : `working tree (${commit.slice(0, 10)}, ${state})`,
  };
}
