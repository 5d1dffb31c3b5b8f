import { isPacked } from "@stackbench/host";
import {
  chooseDriver,
  cleanNodes,
  cleanLeftovers,
  type DriverChoice,
  wirePorts,
  workingDirectory,
} from "@stackbench/session";
import { type Command, exitCodes, hostOption, say, show } from "@stackbench/terminal";
import { pruneWorktrees } from "@stackbench/experiments";
import { listedCommands } from "../listed-commands.ts";

export const clean: Command = {
  ...listedCommands.clean,
  options: {
    host: hostOption,
    "expect-nothing": {
      help: "exit with 1 when something was left: for CI, after a run that ended well",
    },
  },
  async run({ switches }) {
    // Both drivers: an engine that has come or gone since must not hide what the other left.
    const lines: string[] = [];
    const choices: DriverChoice[] = ["process", "auto"];
    for (const choice of choices) {
      const { driver } = await chooseDriver(choice);
      try {
        lines.push(...(await cleanLeftovers(wirePorts(driver))));
      } finally {
        await driver.close();
      }
    }
    // What died on other nodes left its containers there.
    const nodes = await cleanNodes();
    lines.push(...nodes.removed);
    for (const line of nodes.missed)
      say(`${line} Start it and repeat this, for what is left there.`);
    // The package is no checkout: what it compared was of the one that it is used in.
    lines.push(...(await pruneWorktrees(isPacked ? workingDirectory : undefined)));
    show(lines.length === 0 ? "nothing to clean up\n" : `${lines.join("\n")}\n`);
    return switches.has("expect-nothing") && lines.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};
