import { histogramSchema, StackFailure, type HistogramData, type Sitting } from "@stackbench/model";

/** What a reference server saw since it was last reset, by its own clock. */
export interface ReferenceRecord {
  law: string;
  /** Answers to `GET /hello`. */
  count: number;
  /** That asked for `/hello`. */
  connections: number;
  /** Since the reset. */
  seconds: number;
  /** From the read of a request to the write of its answer. */
  residence: HistogramData;
  /** `queue` only: waiting times, whole and (the first 200,000) one by one. */
  wait: HistogramData;
  waitsUs: number[];
  /** `queue` only: between the reads of consecutive requests, the first 200,000. */
  interArrivalsUs: number[];
  /** `stall-*` only: freezes that a request met, ms since the reset. */
  freezes: { startMs: number; endMs: number }[];
  /** `spin` only: CPU burned on purpose. */
  burnedCpuUs: number;
  /** `spin` only: all CPU of the server's process, user and system, from the first burning to the end of the last. */
  processCpuUs: number;
}

/** Makes the server forget what it saw. */
export async function resetRecord(sitting: Sitting): Promise<void> {
  await ask(sitting, "POST", "/record/reset");
}

/** Throws StackFailure where the server gives no record. */
export async function readRecord(sitting: Sitting): Promise<ReferenceRecord> {
  const record = (await ask(sitting, "GET", "/record")) as ReferenceRecord;
  return {
    ...record,
    residence: histogramSchema.parse(record.residence),
    wait: histogramSchema.parse(record.wait),
  };
}

/** From inside the sitting: a pod's network cannot be reached from outside. */
async function ask(sitting: Sitting, method: string, path: string): Promise<unknown> {
  const { host, port } = sitting.target;
  const url = `http://${host}:${port}${path}`;
  const program = await sitting.launch({
    entry: { command: "node" },
    arguments: [
      "-e",
      `fetch("${url}", { method: "${method}" }).then((r) => r.text()).then(console.log)`,
    ],
  });
  const lines: string[] = [];
  for await (const line of program.lines) lines.push(line);
  try {
    return JSON.parse(lines.join(""));
  } catch (cause) {
    const { stderrTail } = await program.exited;
    const got = (lines.join(" ") || stderrTail.trim()).slice(0, 200);
    throw new StackFailure(
      "window",
      `${url}: expected a reference server's JSON, got "${got}"`,
      [],
      {
        cause,
      },
    );
  }
}
