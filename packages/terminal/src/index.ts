export type { Command, CommandInput } from "./command.ts";
export { describePlan } from "./describe-plan.ts";
export { codeOfRows, exitCodes, weightiest } from "./exit-codes.ts";
export { formatSeconds } from "./format-seconds.ts";
export { commandHelp } from "./help.ts";
export { Interrupted, type InterruptWatch, watchInterrupts } from "./interrupt.ts";
export { parseCommandLine } from "./parse-command-line.ts";
export { ms, percent, plainTable } from "./plain-table.ts";
export { runCommand, runProgram } from "./program.ts";
export { Progress, type ProgressOutput, type ProvisionalLines } from "./progress.ts";
export {
  readBytes,
  readChoice,
  readCpus,
  readInteger,
  readList,
  readSeconds,
} from "./read-option.ts";
export { say } from "./say.ts";
export { warn } from "./warn.ts";
export { columnsOf, consoleOptions, isShownToPerson, show, showJson, showTable } from "./show.ts";
export { hostOption, loadNodesOption } from "./host-option.ts";
export { registryOption, registryVariable } from "./registry-option.ts";
