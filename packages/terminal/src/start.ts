/** What a program needs before it knows what it is asked: all else is read then. */
export type { Command } from "./command.ts";
export { exitCodes } from "./exit-codes.ts";
export { commandHelp, mainHelp } from "./help.ts";
export { codeOf, runCommand, runProgram } from "./program.ts";
export { show } from "./show.ts";
