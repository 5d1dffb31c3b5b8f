import { runCommand, runProgram, type Command } from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
import { comment } from "./comment.ts";
import { measure } from "./measure.ts";

/** What `action.yml` does, in its order. Each also runs by hand: docs/pull-requests.md. */
const commands: readonly Command[] = [measure, comment];

await runProgram(async ([name, ...raw]) => {
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const names = commands.map((each) => each.name).join(" or ");
    throw new UsageError(`expected ${names}, got ${name === undefined ? "nothing" : `"${name}"`}`);
  }
  return await runCommand(command, raw);
});
