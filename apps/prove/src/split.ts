import {
  type Command,
  type CommandInput,
  watchInterrupts,
  readChoice,
  readInteger,
  readSeconds,
  say,
} from "@stackbench/terminal";
import { chooseDriver, driverChoices, cleanLeftovers, wirePorts } from "@stackbench/session";
import { newRunId } from "@stackbench/runner";
import { servicesFor } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { describeSeconds, PartsLeft } from "./describe-left.ts";
import { concludeSplits } from "./judge-splits.ts";
import { measureBlock, type Block } from "./measure-block.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { referenceArms } from "./reference-arms.ts";

const wantedBlocks = 30;

export const splitProof: Command = {
  name: "split",
  summary: "which split of six minutes buys the most certainty: how the pr protocol was found",
  options: {
    ...proofOptions,
    blocks: {
      value: "n",
      help: "how many more blocks to hold of each mode",
      default: `until ${wantedBlocks} are kept`,
    },
    windows: { value: "n", help: "windows of each arm in a block", default: "24; 4 with --short" },
    window: { value: "time", help: "length of a window", default: "500ms" },
    budget: { value: "time", help: "what a split is to be judged for", default: "340s" },
    connections: { value: "n", help: "connections", default: "64" },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    short: {
      help: "six blocks of two seconds in each mode: too few to recommend anything, enough to compare",
    },
  },
  run: prove,
};

async function prove(input: CommandInput): Promise<number> {
  const { values, switches } = input;
  const short = switches.has("short");
  const wanted = short ? 6 : wantedBlocks;
  const windowSeconds = readSeconds("window", values["window"], 0.5, { min: 0.1, max: 8 });
  const windows = readInteger("windows", values["windows"], short ? 4 : 24, { min: 2, max: 1000 });
  const connections = readInteger("connections", values["connections"], 64, {
    min: 1,
    max: 10_000,
  });
  const budgetSeconds = readSeconds("budget", values["budget"], 340, { min: 30, max: 86_400 });
  const chosen = await chooseDriver(readChoice("driver", values["driver"], driverChoices, "auto"));
  const { driver } = chosen;
  try {
    const log = await openLog<Block>("split", input, {
      driver: driver.name,
      windows,
      windowSeconds,
      connections,
    });
    const held = (mode: string) => log.trials.filter((block) => block.mode === mode).length;
    const todo = (["apart", "together"] as const).map((mode) => {
      const missing = Math.max(0, wanted - held(mode));
      return {
        mode,
        more: readInteger("blocks", values["blocks"], missing, { min: 0, max: 1000 }),
      };
    });
    const all = todo.reduce((sum, { more }) => sum + more, 0);
    if (all > 0) {
      const ports = wirePorts(driver);
      using interrupts = watchInterrupts(say);
      await cleanLeftovers(ports);
      const [base, head] = await referenceArms({ base: "burn-0", head: "burn-0" });
      await driver.prepare(
        base!.stack,
        { services: servicesFor(["hello"]) },
        say,
        interrupts.signal,
      );
      // The limits of an ordinary run.
      const asked = ports.tuner.knobs("throughput");
      const knobs = ports.tuner.fit(asked, await driver.offer(asked, interrupts.signal));
      const context = {
        ports,
        arms: { base: base!, head: head! },
        knobs,
        runId: newRunId(new Date()),
        signal: interrupts.signal,
        random: seededRandom(Date.now() % 2 ** 31),
      };
      const estimate = 2 * (windows * (windowSeconds + 0.1) + 2);
      say(`split: ${all} blocks to hold, about ${describeSeconds(estimate)} each`);
      const left = new PartsLeft("split", all, estimate);
      for (let turn = 0; turn < Math.max(...todo.map(({ more }) => more)); turn++) {
        for (const { mode, more } of todo) {
          if (turn >= more) continue;
          left.next(`${mode}, block ${held(mode) + 1}`);
          await log.append(
            await measureBlock(context, { mode, windows, windowSeconds, connections }),
          );
        }
      }
    }
    const data = { windowSeconds, blocks: log.trials, budgetSeconds };
    return concludeSplits(data, wanted, short, switches.has("json"));
  } finally {
    await driver.close();
  }
}
