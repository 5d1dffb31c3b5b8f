import { driverChoices } from "@stackbench/session";
import { readChoice, type CommandInput } from "@stackbench/terminal";

export type DriverChoice = (typeof driverChoices)[number];

/** The driver that options name. Throws UsageError. */
export function readDriver(
  values: CommandInput["values"],
  fallback: DriverChoice = "auto",
): DriverChoice {
  return readChoice("driver", values["driver"], driverChoices, fallback);
}
