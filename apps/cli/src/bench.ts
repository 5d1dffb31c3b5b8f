import { runProgram } from "@stackbench/terminal/start";
import { dispatch } from "./dispatch.ts";

await runProgram(dispatch);
