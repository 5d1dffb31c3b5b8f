import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { calibrationSchema, formatCpuSet, type Calibration } from "@stackbench/model";
import { writeAtomically } from "@stackbench/host";
import type { Conditions } from "./conditions.ts";

/** What was found where a calibration is kept. */
export type KeptCalibration =
  | { found: "calibration"; calibration: Calibration }
  /** A file that is none, or of another version of this program. */
  | { found: "unreadable"; reason: string }
  | { found: "nothing" };

/**
 * The file for one machine, driver and division of the CPUs. What may change on a machine (kernel, Node, memory) is
 * not in its name, so that a calibration which it spoils is found, and why it no longer holds can be told.
 */
export function calibrationPath(directory: string, conditions: Conditions): string {
  const { cpuModel, cpuCount, virtualisation } = conditions.fingerprint;
  const { server, load } = conditions.cpus;
  const name = [cpuModel, cpuCount, virtualisation, formatCpuSet(server), formatCpuSet(load)];
  // Names of files that are there already stay as they are.
  if (conditions.machines !== undefined) name.push(conditions.machines);
  const hash = createHash("sha256").update(JSON.stringify(name)).digest("hex").slice(0, 12);
  return join(directory, "calibration", `${conditions.driver}-${hash}.json`);
}

/** Reads what is kept. A broken file is data: it never throws for what it reads. */
export async function readCalibration(path: string): Promise<KeptCalibration> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return { found: "nothing" };
    }
    return { found: "unreadable", reason: describe(error) };
  }
  try {
    const parsed = calibrationSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { found: "calibration", calibration: parsed.data };
    const [first] = parsed.error.issues;
    return { found: "unreadable", reason: `${first?.path.join(".")}: ${first?.message}` };
  } catch (error) {
    return { found: "unreadable", reason: describe(error) };
  }
}

/** Replaces what is kept, wholly or not at all. Throws the operating system's error where it cannot. */
export async function keepCalibration(path: string, calibration: Calibration): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, `${JSON.stringify(calibration, null, 2)}\n`);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
