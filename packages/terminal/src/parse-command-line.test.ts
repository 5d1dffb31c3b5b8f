import { UsageError } from "@stackbench/model";
import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { commandHelp, mainHelp } from "./help.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const command: Command = {
  name: "run",
  summary: "does it",
  options: {
    stack: { value: "ids", help: "what to compare", default: "all" },
    rounds: { value: "n", help: "how often" },
    json: { help: "machine-readable" },
    live: { value: "port", isOptional: true, help: "serves a page" },
  },
  run: async () => 0,
};

test("values by equals sign or blank, switches, and repeated stacks", () => {
  const input = parseCommandLine(command, ["--stack=a", "--rounds", "3", "--json", "--stack=b:x"]);
  expect(input.values).toEqual({ stack: "a,b:x", rounds: "3" });
  expect([...input.switches]).toEqual(["json"]);
});

test("a value that may be left out is given with an equals sign or not at all", () => {
  const bare = parseCommandLine(command, ["--live", "--json"]);
  expect([...bare.switches]).toEqual(["live", "json"]);
  const given = parseCommandLine(command, ["--live=80"]);
  expect([given.values, given.switches.size]).toEqual([{ live: "80" }, 0]);
  expect(commandHelp(command)).toContain("--live[=<port>]");
});

test.each([
  [["--stak=a"], /unknown option --stak; did you mean --stack\?$/],
  [["--frobnicate"], /unknown option --frobnicate; --help lists those that there are$/],
  [["--rounds"], /--rounds: expected --rounds=<n>, got no value/],
  [["--rounds="], /got no value/],
  [["--live="], /got no value/],
  [["--live", "80"], /expected options only, got "80"/],
  [["--json=yes"], /--json: expected no value, got "yes"/],
  [["fastify"], /expected options only, got "fastify"/],
])("%j is refused with what was expected", (raw, message) => {
  expect(() => parseCommandLine(command, raw)).toThrow(UsageError);
  expect(() => parseCommandLine(command, raw)).toThrow(message);
});

test.each([100, 80, 60])("at %i columns no line of the help is wider", (columns) => {
  const wordy = { ...command, summary: "measures all that there is to measure ".repeat(4).trim() };
  const helps = [commandHelp(wordy, "pnpm bench", columns), mainHelp([wordy], columns)];
  const lines = helps.flatMap((help) => help.split("\n"));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain(wordy.summary);
});

test("the help names every option with its default, within 100 columns", () => {
  const help = commandHelp(command);
  expect(help).toContain("--stack=<ids>");
  expect(help).toContain("(default: all)");
  expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});
