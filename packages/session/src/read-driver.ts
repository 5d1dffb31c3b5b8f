import { UsageError } from "@stackbench/model";
import { readChoice, type CommandInput } from "@stackbench/terminal";
import { driverChoices, type DriverChoice } from "./choose-driver.ts";

/**
 * The driver that options name: who names an engine means Docker's, and no other program in its place where it does not answer.
 * Throws UsageError, for an engine or a registry as well that would have no part in it.
 */
export function readDriver(
  { driver, host, registry }: CommandInput["values"],
  fallback: DriverChoice = "auto",
): DriverChoice {
  const named = readChoice("driver", driver, driverChoices, fallback);
  if (host !== undefined && named === "process") {
    throw new UsageError(
      `--host=${host}: expected --driver=docker or --driver=swarm with it, got --driver=process, which needs no engine`,
    );
  }
  const choice = host !== undefined && named === "auto" ? "docker" : named;
  if (registry === undefined || choice === "swarm") return choice;
  throw new UsageError(
    `--registry=${registry}: expected --driver=swarm with it, got --driver=${choice}, for which no image has to be brought anywhere`,
  );
}
