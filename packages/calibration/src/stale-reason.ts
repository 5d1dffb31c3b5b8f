import {
  counted,
  formatCpuSet,
  type Calibration,
  type Ceiling,
  type Fingerprint,
} from "@stackbench/model";
import { holdsForDays, holdsUntil, type Conditions, type Need } from "./conditions.ts";

/**
 * Why a calibration does not hold now; undefined where it does. It is another machine's as soon as any part of the
 * fingerprint differs, but for the harness's commit: what that changes about a generator is told by its code.
 */
export function staleReason(
  calibration: Calibration,
  conditions: Conditions,
  needs: readonly Need[],
  now: Date,
): string | undefined {
  return (
    staleMachine(calibration, conditions) ??
    staleAge(calibration, now) ??
    needs.map((need) => staleCeiling(calibration, need)).find((reason) => reason !== undefined)
  );
}

function staleMachine(calibration: Calibration, now: Conditions): string | undefined {
  const parts = Object.keys(now.fingerprint) as (keyof Fingerprint)[];
  for (const part of parts) {
    const [then, current] = [calibration.fingerprint[part], now.fingerprint[part]];
    if (part !== "harnessCommit" && then !== current) {
      return `measured with ${part} ${then}, now it is ${current}`;
    }
  }
  if (calibration.generatorCode !== now.generatorCode) {
    return `measured with other code of the generators (${calibration.generatorCode ?? "not told"}), now it is ${now.generatorCode}`;
  }
  if (calibration.driver !== now.driver) {
    return `measured with the ${calibration.driver} driver, now it is ${now.driver}`;
  }
  if (calibration.machines !== now.machines) return "measured on other machines";
  for (const side of ["server", "load"] as const) {
    const [then, current] = [calibration.cpus[side], now.cpus[side]].map(formatCpuSet);
    if (then !== current) return `measured with ${side} CPUs ${then}, now they are ${current}`;
  }
  return undefined;
}

function staleAge(calibration: Calibration, now: Date): string | undefined {
  const { measuredAt } = calibration;
  const age = now.getTime() - Date.parse(measuredAt);
  if (!(age >= 0)) return `measured at ${measuredAt}, which is yet to come`;
  return now.getTime() > Date.parse(holdsUntil(calibration))
    ? `measured more than ${holdsForDays} days ago, at ${measuredAt}`
    : undefined;
}

function staleCeiling({ ceilings }: Calibration, need: Need): string | undefined {
  const over = need.tls ? " over TLS" : "";
  const mode = `${need.keepAlive ? "keep-alive" : "a new connection for each request"}${over}`;
  const found = ceilings.find(
    (ceiling) =>
      ceiling.generator === need.generator &&
      ceiling.threads === need.threads &&
      ceiling.keepAlive === need.keepAlive &&
      ceiling.tls === need.tls,
  );
  if (!found) {
    const threads = counted(need.threads, "thread");
    return `${need.generator} with ${threads} and ${mode} was not measured`;
  }
  if (need.version !== undefined && need.version !== found.version) {
    return `measured with ${need.generator} ${found.version}, now it is ${need.version}`;
  }
  if (found.limitedBy === "quota") {
    return `when ${need.generator} with ${mode} was measured, a CPU quota held it or the server back: without that it sends more`;
  }
  return wasDisturbed(found)
    ? `when ${need.generator} with ${mode} was measured, something else had the CPUs: neither it nor the server was at its limit`
    : undefined;
}

/** Neither side was at its limit although both could be seen: what was found is nobody's ceiling. */
function wasDisturbed({ limitedBy, generatorCpuShare, serverCpuShare }: Ceiling): boolean {
  return limitedBy === "unknown" && generatorCpuShare !== undefined && serverCpuShare !== undefined;
}
