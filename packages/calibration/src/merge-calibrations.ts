import type { Accuracy, Calibration, Ceiling } from "@stackbench/model";

/**
 * Adds what was just measured to what is kept and still holds: it replaces the ceilings of the same generator,
 * threads and mode (over TLS or not), and the accuracy of the same generator against the same law. The whole is as old as its oldest part.
 */
export function mergeCalibrations(kept: Calibration, measured: Calibration): Calibration {
  const ceilings = notRenewed(kept.ceilings, measured.ceilings, ceilingKey);
  const accuracy = notRenewed(kept.accuracy, measured.accuracy, accuracyKey);
  if (ceilings.length === 0 && accuracy.length === 0) return measured;
  return {
    ...measured,
    measuredAt: kept.measuredAt < measured.measuredAt ? kept.measuredAt : measured.measuredAt,
    depth: kept.depth === "full" ? "full" : measured.depth,
    ceilings: [...ceilings, ...measured.ceilings],
    accuracy: [...accuracy, ...measured.accuracy],
  };
}

function notRenewed<Part>(
  kept: readonly Part[],
  measured: readonly Part[],
  keyOf: (part: Part) => string,
): Part[] {
  const renewed = new Set(measured.map(keyOf));
  return kept.filter((part) => !renewed.has(keyOf(part)));
}

function ceilingKey({ generator, threads, keepAlive, tls }: Ceiling): string {
  return `${generator}/${threads}/${keepAlive}/${tls ?? false}`;
}

function accuracyKey({ generator, law }: Accuracy): string {
  return `${generator}/${law}`;
}
