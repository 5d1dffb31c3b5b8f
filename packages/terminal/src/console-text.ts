import { cleanText } from "@stackbench/report/text";

/** `::error::…` at a line's beginning and `##[error]…` anywhere are commands where GitHub reads a job's log. */
const command = /^[^\S\n]*:(?=:[\w-]+[^\n]*::)|##(?=\[)/gm;

/** Text for the console: nothing in it is obeyed, neither by a terminal nor by what reads the log of a CI job. */
export function consoleText(text: string): string {
  return cleanText(text).replaceAll(command, "$& ");
}
