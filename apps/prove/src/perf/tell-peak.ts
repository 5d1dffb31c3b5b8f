import { writeFileSync } from "node:fs";

/** Put before a program by `--import`: when it ends, writes the most memory it ever had, KiB, to the file in STACKBENCH_PEAK_FILE. */
const file = process.env["STACKBENCH_PEAK_FILE"];
process.once("exit", () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
