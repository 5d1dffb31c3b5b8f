import type { Calibration, CpuSets, DriverName, Fingerprint, GeneratorId } from "@stackbench/model";

/** What a calibration is measured under. It holds nowhere else. */
export interface Conditions {
  fingerprint: Fingerprint;
  driver: DriverName;
  cpus: CpuSets;
  /** `Elsewhere.machines` where it is not this machine. */
  machines?: string;
  /** Content of the generators' code: see `generatorCode`. */
  generatorCode: string;
}

/** One ceiling that somebody wants to know. */
export interface Need {
  generator: GeneratorId;
  /** Undefined where a generator tells its version only once it is started. */
  version: string | undefined;
  threads: number;
  keepAlive: boolean;
  /** Absent: over plain TCP. */
  tls?: true;
}

/** For how long a calibration holds on an unchanged machine. */
export const holdsForDays = 7;

/** ISO 8601: when a calibration is too old. */
export function holdsUntil({ measuredAt }: Pick<Calibration, "measuredAt">): string {
  return new Date(Date.parse(measuredAt) + holdsForDays * 24 * 3600 * 1000).toISOString();
}
