import { oneLine } from "@stackbench/report/text";
import { consoleText } from "./console-text.ts";
import { say } from "./say.ts";

/**
 * A warning for the person. In a job of GitHub's it stands on the job's page as well, by a command to the runner: the one
 * that is meant, with all of the text on its line.
 */
export function warn(text: string): void {
  if (process.env["GITHUB_ACTIONS"] !== "true") say(`warning: ${text}`);
  else {
    const line = consoleText(oneLine(text)).replaceAll("%", "%25");
    process.stderr.write(`::warning title=stackbench::${line}\n`);
  }
}
