import { existsSync, readFileSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { HostError, UsageError, type Fingerprint } from "@stackbench/model";

/** The first line of a proof's file: what all its trials have in common. */
interface Head {
  type: "head";
  proof: string;
  startedAt: string;
  /** The machine; the commit that began the file stands in it. */
  fingerprint: Fingerprint;
  /** How each trial is made: trials of other settings do not mix. */
  settings: Record<string, unknown>;
}

/** Raw figures of a proof, one line a trial, in order of time. */
export interface ProofLog<Trial extends object> {
  readonly file: string;
  /** Of earlier runs and this one. */
  readonly trials: readonly Trial[];
  /** On disk when it resolves. */
  append(trial: Trial): Promise<void>;
}

export interface ProofLogRequest {
  proof: string;
  /** Absolute path. */
  file: string;
  fingerprint: Fingerprint;
  settings: Record<string, unknown>;
  /** Begin with an empty file. */
  restart: boolean;
}

/**
 * Opens a proof's file and reads what it holds: a line that was cut off by a crash is dropped. Throws UsageError where
 * the file is of another machine or of other settings, HostError where it cannot be written.
 */
export async function openProofLog<Trial extends object>(
  request: ProofLogRequest,
): Promise<ProofLog<Trial>> {
  const { proof, file, fingerprint, settings } = request;
  const lines = request.restart || !existsSync(file) ? [] : wholeLines(readFileSync(file, "utf8"));
  const [first, ...rest] = lines.map(
    (line) => JSON.parse(line) as Head | ({ type: string } & Trial),
  );
  const head: Head = (first as Head | undefined) ?? {
    type: "head",
    proof,
    startedAt: new Date().toISOString(),
    fingerprint,
    settings,
  };
  requireSame(head, request);
  const trials = rest.map(({ type: _, at: __, commit: ___, ...trial }: any) => trial as Trial);
  // Written anew where it begins or its end was torn, so that the next line stands alone.
  if (lines.length === 0) lines.push(JSON.stringify(head));
  await writing(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${lines.join("\n")}\n`);
  });
  return {
    file,
    trials,
    append: async (trial) => {
      trials.push(trial);
      const line = {
        type: "trial",
        at: new Date().toISOString(),
        commit: fingerprint.harnessCommit,
        ...trial,
      };
      await writing(file, () => appendFile(file, `${JSON.stringify(line)}\n`));
    },
  };
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "");
}

function requireSame(head: Head, { file, fingerprint, settings }: ProofLogRequest): void {
  const machine = ({ harnessCommit: _, ...rest }: Fingerprint) => rest;
  const differs = !isDeepStrictEqual(machine(head.fingerprint), machine(fingerprint))
    ? `another machine (${head.fingerprint.cpuModel}, ${head.fingerprint.kernel})`
    : !isDeepStrictEqual(head.settings, settings)
      ? `other settings (${JSON.stringify(head.settings)}, now ${JSON.stringify(settings)})`
      : undefined;
  if (differs === undefined) return;
  throw new UsageError(
    `${file}: expected trials like those that would follow, got ${differs}. Begin anew with --restart, or keep them apart with --out=<folder>.`,
  );
}

async function writing(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new HostError(`${file}: cannot be written (${(cause as Error).message})`, { cause });
  }
}
