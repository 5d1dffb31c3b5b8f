import { variantKey, type Selected } from "@stackbench/model";
import { chooseDriver, chooseVariants, keepRunnable, type ChosenDriver } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import type { Found } from "./kind.ts";
import type { Measurement } from "./measurement/read-measurement.ts";

/** The stacks that `--stack=` names, or the default ones, as far as the driver can bring them up. */
export async function findStacks(
  named: string | undefined,
  { driver, loadNodes }: Pick<Measurement, "driver" | "loadNodes">,
): Promise<Omit<Found, "question">> {
  const selected = await chooseVariants(named);
  const quickFor = named === undefined ? selected.map(({ stack }) => stack) : undefined;
  const chosen = await chooseDriver(driver, quickFor, loadNodes);
  try {
    const runnable = keepRunnable(selected, chosen.driver, say);
    return { selected: runnable, chosen, sources: stacksOf(runnable), ...closing(chosen) };
  } catch (error) {
    await chosen.driver.close();
    throw error;
  }
}

/** Where variants were read from: the repository, and folders that are not its own. */
function stacksOf(selected: readonly Selected[]): Found["sources"] {
  const own = selected.filter(({ stack }) => stack.external);
  return { from: "stacks", folders: [...new Set(own.map(({ stack }) => stack.directory))] };
}

/** What lets go of the drivers. */
export function closing({ driver, calibrating }: ChosenDriver): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await driver.close();
      await calibrating?.close();
    },
  };
}

/** The variants `keys`: those of the repository by their names, others by the folders that they were read from. */
export async function findStacksAgain(
  keys: readonly string[],
  folders: readonly string[],
): Promise<Selected[]> {
  const outside = folders.length > 0 ? await chooseVariants(folders.join(",")) : [];
  const known = new Set(outside.map(({ variant }) => variantKey(variant)));
  // Of a folder's stack those are left that have other numbers of workers or threads than its own.
  const others = keys.filter((key) => !known.has(key)).map((key) => placedIn(outside, key));
  const inside = others.length > 0 ? await chooseVariants(others.join(",")) : [];
  return [...outside, ...inside].filter(({ variant }) => keys.includes(variantKey(variant)));
}

/** How a variant is named by the folder of its stack, where that is not the repository's. */
function placedIn(outside: readonly Selected[], key: string): string {
  const [stackId, id] = key.split(":");
  const found = outside.find(({ stack }) => stack.id === stackId);
  return found ? `${found.stack.directory}:${id}` : key;
}
