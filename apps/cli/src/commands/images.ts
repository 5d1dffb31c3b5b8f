import { imagesOptions, repositoryRoot, buildImages } from "@stackbench/session";
import {
  type Command,
  exitCodes,
  watchInterrupts,
  formatSeconds,
  say,
  show,
  showJson,
} from "@stackbench/terminal";
import { oneLine } from "@stackbench/report";
import { chooseBuilt } from "../choose-built.ts";
import { listedCommands } from "../listed-commands.ts";

export const images: Command = {
  ...listedCommands.images,
  options: {
    stack: { value: "ids", help: "only what these stacks need", default: "all stacks" },
    json: { help: "stdout is one JSON object and nothing else" },
  },
  async run({ values, switches }) {
    const options = await imagesOptions();
    const { stacks, failures: broken } = await chooseBuilt(values["stack"], repositoryRoot);
    using interrupts = watchInterrupts(say);
    const started = performance.now();
    const built = await buildImages(options, stacks, say, interrupts.signal);
    const failures = [...broken, ...built.failures];
    const seconds = (performance.now() - started) / 1000;
    if (switches.has("json")) {
      showJson({ ...built, failures, seconds });
    } else {
      const width = Math.max(...built.images.map(({ name }) => name.length));
      for (const { name, reference, sizeBytes } of built.images) {
        show(`${name.padEnd(width)}  ${megabytes(sizeBytes)}  ${reference}\n`);
      }
      show(
        `${built.images.length} images, ${megabytes(built.totalBytes).trim()} together (shared layers once), bases ${built.source === "official" ? "from a registry" : "made here by debootstrap"}, ${formatSeconds(seconds)}\n`,
      );
    }
    for (const { stack, failure } of failures) {
      say(`FAILED ${stack}: ${oneLine(failure.message)}`);
      for (const line of failure.logLines) say(`  | ${oneLine(line)}`);
    }
    return failures.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en-GB")} MB`.padStart(8);
}
