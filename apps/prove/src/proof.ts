import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFingerprint, repositoryRoot, resultsDirectory } from "@stackbench/session";
import { type Command, type CommandInput, say } from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
import { jsonOption } from "./json-option.ts";
import { conclude, type Judgement } from "./outcome.ts";
import {
  openProofLog,
  readProofFile,
  type Figures,
  type OnFile,
  type ProofLog,
} from "./proof-log.ts";

/** A claim of the harness: figures are measured here and now, and judged anywhere and at any time. */
export interface Proof<
  Trial extends object,
  ProofRequest,
  Settings extends object = object,
> extends Pick<Command, "name" | "summary" | "options"> {
  /** Counted up when lines on file get another meaning: those of before cannot be judged then. */
  version: number;
  /** What the command line asks for. Pure. Throws UsageError. */
  read(input: CommandInput): ProofRequest;
  /** The name of its figures' file, without ending; the proof's own where absent. */
  fileName?(asked: ProofRequest): string;
  /** Whether its figures do not belong to those of the whole proof; those of the short form do not anyway. */
  isApart?(asked: ProofRequest): boolean;
  /** Whether each measuring begins with an empty file, as `--restart` does of others. */
  isMadeAnew?: boolean;
  /** Whether each trial is compared with itself alone, so that a file may hold trials of several machines. */
  isOfAnyMachine?: boolean;
  /** Measures what its figures still lack, and appends it. */
  measure(asked: ProofRequest, open: OpenLog<Trial, Settings>): Promise<Figures<Trial, Settings>>;
  /** Pure: the same figures give the same judgement on every machine. */
  judge(figures: Figures<Trial, Settings>, asked: ProofRequest): Judgement;
}

export type OpenLog<Trial extends object, Settings extends object = object> = (
  settings: Settings,
) => Promise<ProofLog<Trial, Settings>>;

/** A proof as the command line knows it. */
export interface ProofCommand extends Command {
  /** Judges what is on file as the command without other options does. */
  judgeFigures(figures: Figures<object, object>): Judgement;
}

/** What every proof takes. */
const commonOptions: Command["options"] = {
  judge: { help: "measure nothing: judge the figures that are on file, on any machine" },
  short: { help: "a few windows only, kept apart; judged against the same targets" },
  restart: { help: "forget the figures there are and begin anew" },
  out: {
    value: "folder",
    help: "where raw figures go",
    default: "results/proofs, or a new folder in /tmp with --short",
  },
  ...jsonOption,
};

/** Where the figures of whole proofs are. */
export const keptFolder = join(repositoryRoot, "results/proofs");

export function proofCommand<Trial extends object, ProofRequest, Settings extends object = object>(
  proof: Proof<Trial, ProofRequest, Settings>,
): ProofCommand {
  const { name, summary, options } = proof;
  const judge = (figures: Figures<Trial, Settings>, asked: ProofRequest): Judgement =>
    figures.version === proof.version
      ? proof.judge(figures, asked)
      : ofAnotherVersion(figures, proof.version);
  return {
    name,
    summary,
    options: { ...commonOptions, ...options },
    run: async (input) => {
      const asked = proof.read(input);
      const { switches } = input;
      const fileName = `${proof.fileName?.(asked) ?? name}.jsonl`;
      const isApart = switches.has("short") || (proof.isApart?.(asked) ?? false);
      const kept = keptFolderOf(input, isApart);
      const figures = switches.has("judge")
        ? readFigures<Trial, Settings>(kept, fileName)
        : await proof.measure(asked, async (settings) => {
            const log = await openProofLog<Trial, Settings>({
              proof: name,
              version: proof.version,
              file: join(kept ?? (await newFolder(name)), fileName),
              fingerprint: readFingerprint(),
              settings,
              restart: switches.has("restart") || proof.isMadeAnew === true,
              isOfAnyMachine: proof.isOfAnyMachine === true,
            });
            say(describeFile(log.file, log));
            return log;
          });
      return conclude(name, judge(figures, asked), switches.has("json"));
    },
    judgeFigures: (figures) =>
      judge(
        figures as Figures<Trial, Settings>,
        proof.read({ positionals: [], values: {}, switches: new Set(), raw: [] }),
      ),
  };
}

/** Undefined where a new folder has to be made. */
function keptFolderOf({ values }: CommandInput, isApart: boolean): string | undefined {
  if (values["out"] !== undefined) return resultsDirectory(values["out"]);
  return isApart ? undefined : keptFolder;
}

function newFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `stackbench-proof-${name}-`));
}

function readFigures<Trial extends object, Settings extends object>(
  folder: string | undefined,
  fileName: string,
): Figures<Trial, Settings> {
  if (folder === undefined) {
    throw new UsageError(
      "--judge: expected --out=<folder> with it, where the figures of a part of the proof are",
    );
  }
  const file = join(folder, fileName);
  const figures = readProofFile<Trial, Settings>(file);
  if (!figures) throw new UsageError(`${file}: expected figures to judge, got nothing on file`);
  say(describeFile(file, figures));
  return figures;
}

function ofAnotherVersion({ version, trials }: Figures<object, object>, today: number): Judgement {
  const notKnown = `written by version ${version} of this proof, which is ${today} today: hold it anew with --restart`;
  return {
    text: "",
    targets: [{ name: "figures on file", atLeast: 1, notKnown }],
    figures: { version, trials },
  };
}

/** The one way to name a file of figures. */
function describeFile(
  file: string,
  { trials, machineCount }: Pick<Figures<object, object>, "trials"> & OnFile,
): string {
  const machines = machineCount > 1 ? `, of ${machineCount} machines` : "";
  return `raw figures: ${file}${trials.length > 0 ? ` (${trials.length} are there${machines})` : ""}`;
}
