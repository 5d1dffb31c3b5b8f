import { UsageError } from "@stackbench/model";
import {
  countClaims,
  describeReproduction,
  readScale,
  renderReproduction,
  reproduce as reproduceStudy,
  studies,
  type Reproduction,
} from "@stackbench/reproductions";
import {
  codeOfRows,
  consoleOptions,
  exitCodes,
  readInteger,
  say,
  showJson,
  showTable,
  type Command,
} from "@stackbench/terminal";
import { listedCommands } from "../listed-commands.ts";

export const reproduce: Command = {
  ...listedCommands.reproduce,
  positionals: `<study, or --all: ${studies.map(({ name }) => name).join(", ")}>`,
  options: {
    all: { help: "every study in turn" },
    short: { help: "few and short windows: what is clear is decided, the rest stays open" },
    scale: {
      value: "percent",
      help: "share of the published load: shorter windows, fewer requests",
      default: "100%",
    },
    rounds: {
      value: "n",
      help: "rounds of every step (default: its own; claims need three)",
    },
    restart: { help: "forget what is on disk of it; without, what was measured is gone on with" },
    "dry-run": { help: "print the command of every step; nothing is started" },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
    json: { help: "stdout is one JSON object: {studies: [{name, figures, claims}]}" },
  },
  examples: [
    "pnpm bench reproduce maximum-throughput",
    "pnpm bench reproduce --all --short",
    "pnpm bench reproduce maximum-throughput --short --json",
  ],
  async run({ positionals, switches, values }) {
    const names = namesOf(positionals, switches.has("all"));
    const asked = {
      isShort: switches.has("short"),
      scale: readScale(values["scale"]),
      rounds: readRounds(values["rounds"]),
      restarts: switches.has("restart"),
      out: values["out"],
    };
    if (switches.has("dry-run")) {
      showTable(names.flatMap((name) => describeReproduction({ name, ...asked })).join("\n"));
      return exitCodes.ok;
    }
    const found: Reproduction[] = [];
    const rows: { status: string }[] = [];
    for (const name of names) {
      const { found: one, rows: ofOne, interrupted } = await reproduceStudy({ name, ...asked });
      found.push(one);
      rows.push(...ofOne);
      if (!switches.has("json")) showTable(`\n${renderReproduction(one, consoleOptions())}`);
      if (interrupted !== null) {
        say(`\n${interrupted}`);
        return exitCodes.interrupted;
      }
    }
    if (switches.has("json")) showJson({ schemaVersion: 1, studies: found.map(jsonOf) });
    else if (found.length > 1) {
      showTable(`\nAll ${found.length}: ${countClaims(found.flatMap(({ claims }) => claims))}.\n`);
    }
    return codeOfRows(rows);
  },
};

function readRounds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readInteger("rounds", text, 1, { min: 1, max: 100 });
}

function namesOf(positionals: readonly string[], isAll: boolean): readonly string[] {
  const known = studies.map(({ name }) => name);
  if (isAll && positionals.length === 0) return known;
  if (!isAll && positionals.length === 1) return positionals;
  throw new UsageError(
    `bench reproduce: expected one study (${known.join(", ")}) or --all; got ${[...positionals, ...(isAll ? ["--all"] : [])].join(" ") || "neither"}`,
  );
}

function jsonOf({ study, isShort, scale, figures, claims }: Reproduction): object {
  const { name, title, author, source, differences } = study;
  return { name, title, author, source, isShort, scale, figures, claims, differences };
}
