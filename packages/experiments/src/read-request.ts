import { availableCpus } from "@stackbench/host";
import type { CommandInput } from "@stackbench/terminal";
import { readLive } from "./measurement/read-live.ts";
import type { ExperimentRequest } from "./kind.ts";
import type { RequestedProtocol } from "./measurement/protocol.ts";
import { readMeasurement, type Measurement } from "./measurement/read-measurement.ts";
import { readShown } from "./read-shown.ts";

/** The measurement that these values of options say; as a plain `bench` measures where there are none. Throws UsageError. */
export function measurementOf(values: CommandInput["values"]): Measurement {
  return readMeasurement({ values, switches: new Set() }, availableCpus());
}

/** What all kinds have in common. `preset`: the protocol where none is named. Throws UsageError. */
export function readRequest(
  input: CommandInput,
  preset?: RequestedProtocol["name"],
): ExperimentRequest {
  const { values, switches, raw } = input;
  return {
    measurement: readMeasurement(input, availableCpus(), preset),
    shown: readShown(input),
    out: values["out"],
    markdown: values["markdown"],
    live: readLive(input),
    isDryRun: switches.has("dry-run"),
    words: raw,
  };
}
