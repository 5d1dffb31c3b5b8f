import { z } from "zod";

/** Logical CPU numbers. */
const cpuSetSchema = z.array(z.int().min(0)).min(1);
export type CpuSet = z.infer<typeof cpuSetSchema>;

export const cpuSetsSchema = z.strictObject({
  /** Empty where the server runs on another machine. */
  server: z.array(cpuSetSchema.element),
  load: cpuSetSchema,
  database: cpuSetSchema,
  /** Of further machines of the server, on which replicas of an app are and nothing else; absent without. */
  replicas: cpuSetSchema.optional(),
});
export type CpuSets = z.infer<typeof cpuSetsSchema>;

/** The kernel's list form, `0-2,5`, of a set. */
export function formatCpuSet(set: readonly number[]): string {
  const sorted = [...new Set(set)].toSorted((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const first = sorted[i]!;
    while (sorted[i + 1] === sorted[i]! + 1) i++;
    const last = sorted[i]!;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(",");
}

export function overlap(a: readonly number[], b: readonly number[]): boolean {
  return a.some((cpu) => b.includes(cpu));
}
