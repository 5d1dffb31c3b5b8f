import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { HostError } from "@stackbench/model";
import { workingDirectory } from "@stackbench/session";
import { consoleOptions, say, show, showJson, showTable } from "@stackbench/terminal";
import { renderAs, type Told } from "./formats.ts";
import type { Shown } from "./read-shown.ts";
import { tellFiles } from "./tell-files.ts";

/** What is shown beside the outcome itself. */
interface Besides {
  /** A file for Markdown beside what is shown, as given. */
  markdown?: string | undefined;
  /** Artefacts of the run, told behind a table. */
  paths?: readonly string[];
}

/** As it was asked for: in one format on stdout or in a file, behind a table the places of the run's files; and a Markdown file. */
export async function showOutcome(told: Told, shown: Shown, besides: Besides): Promise<void> {
  const { format, output } = shown;
  if (output !== undefined) {
    const plain = { ...consoleOptions(shown.explain), colour: false };
    await writeShown("output", output, await renderAs(format, told, plain));
  } else if (format === "json") showJson(told.outcome.json);
  else if (format === "table")
    showTable(await renderAs(format, told, consoleOptions(shown.explain)));
  else show(await renderAs(format, told, consoleOptions(shown.explain)));
  if (format === "table" && besides.paths) say(`\n${tellFiles(besides.paths).join("\n")}`);
  if (besides.markdown !== undefined && told.outcome.markdown) {
    await writeShown("markdown", besides.markdown, told.outcome.markdown.text);
  }
}

/** Writes where the person stands. Throws HostError in the option's name. */
export async function writeShown(option: string, file: string, text: string): Promise<void> {
  const path = resolve(workingDirectory, file);
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new HostError(`--${option}=${file}: cannot be written (${(cause as Error).message})`, {
      cause,
    });
  }
  say(path);
}
