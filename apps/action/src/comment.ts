import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "@stackbench/model";
import { resultsDirectory, workingDirectory } from "@stackbench/session";
import { exitCodes, say, warn, type Command } from "@stackbench/terminal";
import { readMarker } from "./compose-comment.ts";
import { readPullRequest } from "./event.ts";
import { GitHub, Refused } from "./github.ts";
import { postComment } from "./post-comment.ts";

/** Who a workflow's own token speaks as. Nobody can have such a name. */
const ownAuthor = "github-actions[bot]";

/** Posts what `measure` wrote, in the place of the last one. */
export const comment: Command = {
  name: "comment",
  summary:
    "post the comment of the last measure on the pull request, or change the one that is there",
  options: {
    file: { value: "file", help: "the comment's text", default: "that of the last measure" },
    author: {
      value: "login",
      help: "whose comment may be changed: the owner of GITHUB_TOKEN",
      default: ownAuthor,
    },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "GITHUB_TOKEN=… GITHUB_REPOSITORY=me/app GITHUB_EVENT_PATH=event.json scripts/action.sh comment",
  ],
  async run({ values }) {
    const { file, author = ownAuthor, out } = values;
    const pullRequest = await readPullRequest(process.env);
    if (pullRequest === undefined) {
      say("no comment: this is no job of a pull request");
      return exitCodes.ok;
    }
    const path =
      file === undefined
        ? join(resultsDirectory(out), "action/comment.md")
        : resolve(workingDirectory, file);
    const body = await readFile(path, "utf8").catch((cause: Error) => {
      throw new UsageError(`expected the comment's text, got: ${cause.message}`, { cause });
    });
    const marker = readMarker(body);
    if (marker === undefined)
      throw new UsageError(`${path}: expected a comment that measure wrote`);
    try {
      const github = GitHub.of(process.env);
      const posted = await postComment(github, { issue: pullRequest.number, marker, author, body });
      say(`${posted.isNew ? "commented" : "changed the comment"}: ${posted.url}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      warn(
        `no comment: ${error.message}. The token of a pull request from a fork may only read, and one of the repository's own needs \`permissions: pull-requests: write\`; the verdict stands in the job's summary and its artefact.`,
      );
    }
    return exitCodes.ok;
  },
};
