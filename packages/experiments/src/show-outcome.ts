import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { HostError } from "@stackbench/model";
import type { Markdown } from "@stackbench/report";
import { workingDirectory } from "@stackbench/session";
import { consoleOptions, say, showJson, showTable } from "@stackbench/terminal";
import type { Outcome } from "./kind.ts";

/** How an outcome is shown. */
export interface Shown {
  output: "table" | "json";
  explain?: boolean;
  markdown?: string | undefined;
  /** Artefacts of the run, told behind a table. */
  paths?: readonly string[];
}

/** As it was asked for: a table with the places of the run's files, or one JSON object; and a Markdown file. */
export async function showOutcome(outcome: Outcome, shown: Shown): Promise<void> {
  if (shown.output === "json") showJson(outcome.json);
  else {
    showTable(outcome.table(consoleOptions(shown.explain)));
    if (shown.paths) say(`\n${shown.paths.join("\n")}`);
  }
  if (shown.markdown !== undefined && outcome.markdown) {
    await writeMarkdown(shown.markdown, outcome.markdown);
  }
}

/** Writes where the person stands. Throws HostError. */
export async function writeMarkdown(file: string, { text }: Markdown): Promise<void> {
  const path = resolve(workingDirectory, file);
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new HostError(`--markdown=${file}: cannot be written (${(cause as Error).message})`, {
      cause,
    });
  }
  say(path);
}
