import { runProgram } from "@stackbench/terminal";
import { dispatch } from "./dispatch.ts";

await runProgram(dispatch);
