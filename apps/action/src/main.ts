import { runCommand, runProgram, type Command } from "@stackbench/terminal";
import { HostError, UsageError } from "@stackbench/model";
import { inMarkdown } from "@stackbench/report";
import { comment } from "./comment.ts";
import { measure } from "./measure.ts";
import { appendTo } from "./runner-files.ts";

/** What `action.yml` does, in its order. Each also runs by hand: docs/pull-requests.md. */
const commands: readonly Command[] = [measure, comment];

await runProgram(async ([name, ...raw]) => {
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const names = commands.map((each) => each.name).join(" or ");
    throw new UsageError(`expected ${names}, got ${name === undefined ? "nothing" : `"${name}"`}`);
  }
  try {
    return await runCommand(command, raw);
  } catch (error) {
    // Of a job that fails its page is what people see first.
    if (error instanceof UsageError || error instanceof HostError) {
      const told = inMarkdown`### stackbench could not ${command.name}\n\n${error.message}\n`;
      await appendTo("GITHUB_STEP_SUMMARY", told.text);
    }
    throw error;
  }
});
