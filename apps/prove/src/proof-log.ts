import { existsSync, readFileSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { HostError, UsageError, type Fingerprint } from "@stackbench/model";

/** The first line of a proof's file: what all its trials have in common. */
interface Head<Settings extends object> {
  type: "head";
  proof: string;
  /** Of the proof, which says what its lines mean; absent in the first. */
  version?: number;
  startedAt: string;
  /** The first trial's machine; the commit that began the file stands in it. */
  fingerprint: Fingerprint;
  /** How each trial is made: trials of other settings do not mix. */
  settings: Settings;
}

/** Raw figures of a proof, as far as they are judged. */
export interface Figures<Trial extends object, Settings extends object> {
  readonly version: number;
  readonly settings: Settings;
  /** In order of time, of earlier runs and this one. */
  readonly trials: readonly Trial[];
}

/** What a file tells beside its figures. */
export interface OnFile {
  /** How many machines its trials were held on. */
  readonly machineCount: number;
}

/** Raw figures of a proof, one line a trial. */
export interface ProofLog<Trial extends object, Settings extends object = object>
  extends Figures<Trial, Settings>, OnFile {
  readonly file: string;
  /** On disk when it resolves. */
  append(trial: Trial): Promise<void>;
}

export interface ProofLogRequest<Settings extends object> {
  proof: string;
  version: number;
  /** Absolute path. */
  file: string;
  fingerprint: Fingerprint;
  settings: Settings;
  /** Begin with an empty file. */
  restart: boolean;
  /** Trials that are compared with nothing but themselves may be of several machines; each line tells its own. */
  isOfAnyMachine?: boolean;
}

/** A machine without the commit of the harness on it. */
type Machine = Omit<Fingerprint, "harnessCommit">;

/** What each line of a trial has beside what the proof has of it. */
interface LineHead {
  type: "trial";
  at: string;
  commit: string | null;
  /** Where it is not that of the file's head. */
  machine?: Machine;
}

/** What a proof's file holds; undefined where there is none. A line that was cut off by a crash is dropped. */
export function readProofFile<Trial extends object, Settings extends object>(
  file: string,
): (Figures<Trial, Settings> & OnFile & { proof: string }) | undefined {
  const [head, ...trials] = existsSync(file) ? wholeLines(readFileSync(file, "utf8")) : [];
  if (head === undefined) return undefined;
  const begun = JSON.parse(head) as Head<Settings>;
  const { proof, version = 1, settings } = begun;
  const read = readLines(begun, trials);
  return { proof, version, settings, ...read, trials: read.trials as Trial[] };
}

/**
 * Opens a proof's file and reads what it holds. Throws UsageError where the file is of another machine, of
 * other settings or of another version, HostError where it cannot be written.
 */
export async function openProofLog<Trial extends object, Settings extends object>(
  request: ProofLogRequest<Settings>,
): Promise<ProofLog<Trial, Settings>> {
  const { proof, version, file, fingerprint, settings } = request;
  const lines = request.restart || !existsSync(file) ? [] : wholeLines(readFileSync(file, "utf8"));
  const [first, ...rest] = lines;
  const startedAt = new Date().toISOString();
  const head: Head<Settings> =
    first === undefined
      ? { type: "head", proof, version, startedAt, fingerprint, settings }
      : (JSON.parse(first) as Head<Settings>);
  requireSame(head, request);
  const read = readLines(head, rest);
  const trials = read.trials as Trial[];
  const machine = machineOf(fingerprint);
  const isElsewhere = !isDeepStrictEqual(machine, machineOf(head.fingerprint));
  // Written anew where it begins or its end was torn, so that the next line stands alone.
  if (first === undefined) lines.push(JSON.stringify(head));
  await writing(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${lines.join("\n")}\n`);
  });
  return {
    file,
    version,
    settings: head.settings,
    trials,
    machineCount: read.machineCount,
    append: async (trial) => {
      trials.push(trial);
      const line: LineHead = {
        type: "trial",
        at: new Date().toISOString(),
        commit: fingerprint.harnessCommit,
        ...(isElsewhere && { machine }),
      };
      const text = JSON.stringify({ ...line, ...trial });
      await writing(file, () => appendFile(file, `${text}\n`));
    },
  };
}

/** The head's fingerprint is that of each trial that tells no other. */
function readLines(
  { fingerprint }: Head<object>,
  lines: readonly string[],
): OnFile & { trials: object[] } {
  const read = lines.map((line) => JSON.parse(line) as LineHead & object);
  const machines = read.map(({ machine }) => machine ?? machineOf(fingerprint));
  return {
    trials: read.map(({ type: _, at: __, commit: ___, machine: ____, ...trial }) => trial),
    machineCount: new Set(machines.map((machine) => JSON.stringify(machine))).size,
  };
}

function machineOf({ harnessCommit: _, ...machine }: Fingerprint): Machine {
  return machine;
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "");
}

function requireSame<Settings extends object>(
  head: Head<Settings>,
  { file, version, fingerprint, settings, isOfAnyMachine = false }: ProofLogRequest<Settings>,
): void {
  const isHere = isDeepStrictEqual(machineOf(head.fingerprint), machineOf(fingerprint));
  const differs =
    !isHere && !isOfAnyMachine
      ? `another machine (${head.fingerprint.cpuModel}, ${head.fingerprint.kernel})`
      : !isDeepStrictEqual(head.settings, settings)
        ? `other settings (${JSON.stringify(head.settings)}, now ${JSON.stringify(settings)})`
        : (head.version ?? 1) !== version
          ? `another version of the proof (${head.version ?? 1}, now ${version})`
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
