import { UsageError } from "@stackbench/model";
import { readChoice, type CommandInput } from "@stackbench/terminal";
import { driverChoices, type DriverChoice } from "./choose-driver.ts";

/** The driver that options name. Throws UsageError, for a registry as well that nothing would be pulled from. */
export function readDriver(
  { driver, registry }: CommandInput["values"],
  fallback: DriverChoice = "auto",
): DriverChoice {
  const choice = readChoice("driver", driver, driverChoices, fallback);
  if (registry === undefined || choice === "swarm") return choice;
  throw new UsageError(
    `--registry=${registry}: expected --driver=swarm with it, got --driver=${choice}, for which no image has to be brought anywhere`,
  );
}
