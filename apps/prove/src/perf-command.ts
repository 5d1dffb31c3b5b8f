import { type Command, runProgram } from "@stackbench/terminal";
import { generatorPerf } from "./perf/generator.ts";
import { livePerf } from "./perf/live.ts";
import { overheadPerf } from "./perf/overhead.ts";
import { pagePerf } from "./perf/page.ts";
import { sitePerf } from "./perf/site.ts";
import { runNamed } from "./run-named.ts";

/** `pnpm perf <name>`: benchmarks of the harness itself, as ratios inside one interleaved run. */
const commands: readonly Command[] = [generatorPerf, livePerf, overheadPerf, pagePerf, sitePerf];

await runProgram((given) => runNamed("perf", commands, given));
