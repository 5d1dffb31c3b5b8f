import type { Tuner } from "@stackbench/model";
import { composeLedger } from "./compose-ledger.ts";
import { fitKnobs } from "./fit.ts";
import { restoreHostKnobs, setHostKnobs } from "./host-tuning.ts";
import { knobsOf } from "./profiles.ts";

export interface TunerOptions {
  /**
   * Where old values of the host are kept while they are changed: one folder for the machine, this user's own.
   * Undefined where there is none; the host is then left alone.
   */
  stateDirectory: string | undefined;
  /** Where `proc` is looked for, unless the machine's own. */
  fileSystemRoot?: string;
}

/** Kernel limits: asked for, fitted to what can be had, written down with what came of it. */
export function createTuner(options: TunerOptions): Tuner {
  const place = {
    stateDirectory: options.stateDirectory,
    fileSystemRoot: options.fileSystemRoot ?? "",
  };
  const untouched = "it is the whole host's, and was left alone without --tune-host";
  let hostReasons: ReadonlyMap<string, string> | undefined;
  return {
    knobs: knobsOf,
    fit: fitKnobs,
    ledger: (profile, offers, readBack) => {
      const knobs = knobsOf(profile);
      const reasons = hostReasons ?? new Map(knobs.map(({ name }) => [name, untouched]));
      return composeLedger({ profile, knobs, offers, readBack, hostReasons: reasons });
    },
    tuneHost: async (profile) => {
      const tuning = setHostKnobs(
        knobsOf(profile).filter(({ scope }) => scope === "host"),
        place,
      );
      hostReasons = tuning.reasons;
      const restoreNow = (): void => {
        process.removeListener("exit", restoreNow);
        tuning.restore();
      };
      process.on("exit", restoreNow);
      return { [Symbol.asyncDispose]: async () => restoreNow() };
    },
    restoreHost: async () => restoreHostKnobs(place),
  };
}
