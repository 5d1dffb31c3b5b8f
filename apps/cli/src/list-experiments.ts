import { kinds } from "@stackbench/experiments";
import { show, showJson } from "@stackbench/terminal";

/** The kinds of question that can be asked of stacks, as `bench list experiments` prints them. */
export function listExperiments(isJson: boolean): void {
  const experiments = kinds.map(({ name, command }) => ({
    name,
    command: command.name,
    summary: command.summary,
  }));
  if (isJson) {
    showJson({ experiments });
    return;
  }
  const width = Math.max(...experiments.map(({ command }) => command.length));
  const lines = experiments.map(
    ({ command, summary }) => `pnpm bench ${command.padEnd(width)}  ${summary}`,
  );
  show(`${lines.join("\n")}\n`);
}
