import { isPacked } from "@stackbench/host";
import {
  chooseDriver,
  cleanNodes,
  cleanLeftovers,
  engineDriver,
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
    const engine = await engineDriver();
    for (const { driver } of [await chooseDriver("process"), engine]) {
      if (driver === undefined) continue;
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
    if (!engine.driver) say(`${engine.reason}: what it may hold was not looked at`);
    const isMissed = !engine.driver && isEngineNamed();
    if (lines.length > 0) show(`${lines.join("\n")}\n`);
    else if (!isMissed) show("nothing to clean up\n");
    if (isMissed) return exitCodes.host;
    return switches.has("expect-nothing") && lines.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

/** Whether somebody said which engine to look at; without Docker nothing is missed. */
function isEngineNamed(): boolean {
  return Boolean(process.env["DOCKER_HOST"] || process.env["DOCKER_CONTEXT"]);
}
