import { oneLine } from "@stackbench/report";
import { examineNodes } from "@stackbench/session";
import {
  type Command,
  exitCodes,
  hostOption,
  registryOption,
  watchInterrupts,
  say,
  show,
  showJson,
} from "@stackbench/terminal";
import { describeNodes } from "../describe-nodes.ts";
import { listedCommands } from "../listed-commands.ts";

export const nodes: Command = {
  ...listedCommands.nodes,
  options: {
    host: hostOption,
    registry: registryOption,
    json: { help: "stdout is one JSON object: {nodes, reference, paths, remarks}" },
  },
  examples: ["pnpm bench nodes", "pnpm bench nodes --host=tcp://192.0.2.10:2376"],
  async run({ switches }) {
    using interrupts = watchInterrupts(say);
    const examined = await examineNodes({ report: say, signal: interrupts.signal });
    if (switches.has("json")) showJson(examined);
    else show(describeNodes(examined));
    for (const remark of examined.remarks) say(oneLine(remark));
    // A node that has a role is wanted.
    const isAbsent = examined.nodes.some(({ roles, isReady }) => roles.length > 0 && !isReady);
    return isAbsent ? exitCodes.failed : exitCodes.ok;
  },
};
