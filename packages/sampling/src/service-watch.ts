import type { ServiceName, ServiceUse } from "@stackbench/model";
import { ProcessCounts } from "./process-counts.ts";
import type { CpuReading, MemoryReading, Source } from "./source.ts";

/** All sources of one service as one: replicas are told as their sum, or not at all where one of them cannot be read. */
export class ServiceWatch {
  readonly name: ServiceName;
  readonly #sources: Source[];
  /** The first that there was: all may have parted in the end. */
  #first: Source | undefined;
  /** What those that joined had used when they were last read, and in the end when they parted. */
  readonly #joined = new Map<Source, CpuReading>();
  readonly #parted: CpuReading[] = [];
  readonly #counts: ProcessCounts;
  #workingSetBytes: number | undefined;
  #processes: number | undefined;

  /** `intervalMs`: between two calls of `sample`. */
  constructor(name: ServiceName, sources: readonly Source[], intervalMs: number) {
    this.name = name;
    this.#sources = [...sources];
    this.#first = sources[0];
    this.#counts = new ProcessCounts(intervalMs);
  }

  begin(): void {
    for (const source of this.#sources) source.begin();
  }

  /** Counts from now on. */
  join(source: Source): void {
    source.begin();
    this.#first ??= source;
    this.#sources.push(source);
    this.#joined.set(source, { userSeconds: 0, systemSeconds: 0 });
  }

  /** One that joined counts no longer: what it used does. */
  part(source: Source): void {
    const used = this.#cpuOf(source);
    if (used) this.#parted.push(used);
    this.#joined.delete(source);
    const index = this.#sources.indexOf(source);
    if (index !== -1) this.#sources.splice(index, 1);
  }

  /** Of one that joined and has died, what was read last. */
  #cpuOf(source: Source): CpuReading | undefined {
    const used = source.end() ?? this.#joined.get(source);
    if (used && this.#joined.has(source)) this.#joined.set(source, used);
    return used;
  }

  /** The second edge: the CPU time since the first. */
  end(): CpuReading | undefined {
    const readings = [...this.#sources.map((source) => this.#cpuOf(source)), ...this.#parted];
    const sum = sumOf(readings, ["userSeconds", "systemSeconds", "throttledSeconds"]);
    if (sum?.userSeconds === undefined || sum.systemSeconds === undefined) return undefined;
    return { ...sum, userSeconds: sum.userSeconds, systemSeconds: sum.systemSeconds };
  }

  /** Reads memory and the number of processes. */
  poll(): MemoryReading | undefined {
    const readings = this.#sources.map((source) => source.poll());
    const reading = sumOf(readings, ["workingSetBytes", "processes"]);
    this.#workingSetBytes = larger(this.#workingSetBytes, reading?.workingSetBytes);
    this.#processes = larger(this.#processes, reading?.processes);
    return reading;
  }

  /** As `poll`, in time: at the first edge and every interval after it. */
  sample(): void {
    for (const source of this.#joined.keys()) this.#cpuOf(source);
    this.#counts.add(this.poll()?.processes);
  }

  pids(): number[] {
    return this.#sources.flatMap((source) => source.pids());
  }

  use(cpu: CpuReading): ServiceUse {
    const peaks = this.#sources.map((source) => source.memoryPeakBytes());
    const peak = peaks.reduce(
      (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
      0,
    );
    const series = this.name === "app" ? this.#counts.series() : undefined;
    return {
      source: this.#first!.name,
      cpuUserSeconds: cpu.userSeconds,
      cpuSystemSeconds: cpu.systemSeconds,
      ...(cpu.throttledSeconds !== undefined && { throttledSeconds: cpu.throttledSeconds }),
      ...(this.#workingSetBytes !== undefined && { memoryWorkingSetBytes: this.#workingSetBytes }),
      ...(peak !== undefined && { memoryPeakBytes: peak }),
      ...(this.#processes !== undefined && { processes: this.#processes }),
      ...(series && { processSeries: series }),
    };
  }
}

/** Each field that all parts have, summed; undefined where a part is missing. */
function sumOf<Field extends string>(
  parts: readonly (Partial<Record<Field, number>> | undefined)[],
  fields: readonly Field[],
): Partial<Record<Field, number>> | undefined {
  const sum: Partial<Record<Field, number>> = {};
  for (const field of fields) {
    let total: number | undefined = 0;
    for (const part of parts) {
      if (part === undefined) return undefined;
      const value: number | undefined = part[field];
      total = total === undefined || value === undefined ? undefined : total + value;
    }
    if (total !== undefined) sum[field] = total;
  }
  return sum;
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
