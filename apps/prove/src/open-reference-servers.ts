import { availableCpus } from "@stackbench/host";
import { type Command, watchInterrupts, say } from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  loadReferenceServers,
  cleanLeftovers,
  wirePorts,
  type DriverChoice,
} from "@stackbench/session";
import { divideCpus } from "@stackbench/plan";
import { newRunId, bareRequest } from "@stackbench/runner";
import { constants, setPriority } from "node:os";
import { servicesFor, type Driver, type Program, type Sitting } from "@stackbench/model";
import {
  measureWithRecord,
  runWithRecord,
  type RecordTask,
  type RecordedWindow,
  type RecordedProgram,
} from "./measure-with-record.ts";

/** The option of proofs that bring reference servers up. */
export const driverOption: Command["options"] = {
  driver: {
    value: driverChoices.join("|"),
    help: "where the reference servers run",
    default: "auto",
  },
};

/** Where reference servers are brought up and loaded, until it is disposed of. */
export interface ReferenceServers extends AsyncDisposable {
  driver: Driver["name"];
  traits: Driver["traits"];
  runId: string;
  signal: AbortSignal;
  bringUp(variantId: string): Promise<Sitting>;
  /** Loads `GET /hello` once with one generator, and asks the server what it saw. */
  load(sitting: Sitting, asked: RecordTask): Promise<RecordedWindow>;
  /** Runs a program that loads the server by itself. Throws HostError where it fails. */
  run(sitting: Sitting, program: Program): Promise<RecordedProgram>;
}

/** Throws HostError where the driver that was asked for is not there. */
export async function openReferenceServers(
  choice: DriverChoice,
  variantIds: readonly string[],
): Promise<ReferenceServers> {
  const { driver, reason } = await chooseDriver(choice);
  say(`driver: ${driver.name} (${reason})`);
  const ports = wirePorts(driver);
  const interrupts = watchInterrupts(say);
  const runId = newRunId(new Date());
  const dispose = async (): Promise<void> => {
    interrupts[Symbol.dispose]();
    await driver.close();
  };
  try {
    await cleanLeftovers(ports);
    const servers = await loadReferenceServers();
    const need = { services: servicesFor(["hello"]) };
    await driver.prepare(servers.get(variantIds[0]!)!.stack, need, say, interrupts.signal);
    return {
      driver: driver.name,
      traits: driver.traits,
      runId,
      signal: interrupts.signal,
      bringUp: async (variantId) => {
        interrupts.signal.throwIfAborted();
        const sittingId = `proof/${variantId}`;
        const sitting = await driver.bringUp(
          bareRequest(servers.get(variantId)!, {
            runId,
            sittingId,
            cpus: divideCpus(availableCpus()),
            signal: interrupts.signal,
          }),
        );
        preferServer(sitting);
        return sitting;
      },
      load: (sitting, asked) => measureWithRecord(ports, sitting, asked, interrupts.signal),
      run: (sitting, program) => runWithRecord(ports, sitting, program, interrupts.signal),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * A reference server is the clock of a proof: time for which it did not run is in no record of its own. So it goes
 * before whatever else wants its CPU, where this program may say so.
 */
function preferServer({ services }: Sitting): void {
  for (const { name, pid } of services) {
    if (name !== "app") continue;
    try {
      setPriority(pid, constants.priority.PRIORITY_HIGHEST);
    } catch {
      // Without the right to it the proof is harder to pass, not easier.
    }
  }
}
