import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findHome, kindOf } from "@stackbench/experiments";
import { UsageError } from "@stackbench/model";
import { resultsDirectory } from "@stackbench/session";
import { parseCommandLine, say, type Command } from "@stackbench/terminal";
import { z } from "zod";
import { composeComment } from "./compose-comment.ts";
import { readPullRequest } from "./event.ts";
import { findRevisions } from "./find-revisions.ts";
import { keyOf } from "./key-of.ts";
import { appendTo } from "./runner-files.ts";

const ab = await kindOf({ kind: "ab", details: {} });

/** What is shown, and where, is said here, and there is something to show. */
const shown = ["json", "format", "output", "explain", "markdown", "dry-run"];
const options = Object.entries(ab.command.options).filter(([name]) => !shown.includes(name));

/** Of the object that `bench ab --json` prints. */
const outcomeSchema = z.object({
  runId: z.string().regex(/^[\w-]+$/),
  outcome: z.string().regex(/^[a-z]+$/),
});

/** `bench ab` of a pull request, and what is told of it: a comment's text, the job's summary, the step's outputs. */
export const measure: Command = {
  name: "measure",
  summary: "hold bench ab for the pull request of this job (exit code 3: slower)",
  options: Object.fromEntries(options),
  examples: ["scripts/action.sh measure --base=main --stack=./my-app"],
  async run({ values, raw }) {
    const { stack, out } = values;
    if (stack === undefined) throw new UsageError("expected --stack=<folder, id or id:variant>");
    const pullRequest = await readPullRequest(process.env);
    const { root } = await findHome(stack);
    const { base, head } = await findRevisions(root, values, pullRequest);
    const results = resultsDirectory(out);
    const place = await emptyFolder(join(results, "action"));
    const [json, markdown] = [join(place, "outcome.json"), join(place, "outcome.md")];
    const given = raw.filter((word) => !/^--(?:base|head)=/.test(word));
    const sides = [`--base=${base}`, `--head=${head}`];
    const files = ["--format=json", `--output=${json}`, `--markdown=${markdown}`];
    const code = await ab.hold(parseCommandLine(ab.command, [...sides, ...given, ...files]));
    const text = await readFile(json, "utf8").catch(() => undefined);
    // Interrupted: there is nothing to tell.
    if (text === undefined) return code;
    const { runId, outcome } = outcomeSchema.parse(JSON.parse(text));
    const told = await readFile(markdown, "utf8");
    const comment = join(place, "comment.md");
    const key = keyOf(stack, raw);
    const composed = composeComment({ key, told, pullRequest, environment: process.env });
    await writeFile(comment, composed);
    say(comment);
    const outputs = { verdict: outcome, run: join(results, runId), "run-id": runId, comment };
    const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
    await appendTo("GITHUB_OUTPUT", lines.join(""));
    await appendTo("GITHUB_STEP_SUMMARY", composed);
    return code;
  },
};

async function emptyFolder(path: string): Promise<string> {
  // An older verdict must not be taken for this one's.
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  return path;
}
