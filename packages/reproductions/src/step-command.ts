import { quoteWord } from "@stackbench/report";
import { scaleOptions } from "./scale.ts";
import type { Step, Study } from "./study.ts";

/** In which form a study is held. */
export interface StudyForm {
  isShort: boolean;
  /** Share of the published load, above 0 to 1. */
  scale: number;
  /** Of every step, in place of its own. */
  rounds?: number | undefined;
}

/** The options of a step in that form, whatever the machine. */
export function stepOptions(
  { options, short }: Step,
  { isShort, scale, rounds }: StudyForm,
): Record<string, string> {
  return {
    ...scaleOptions({ ...options, ...(isShort && short) }, scale),
    ...(rounds !== undefined && { rounds: String(rounds) }),
  };
}

/** The command that holds all steps of a study in that form. */
export function studyCommand({ name }: Study, { isShort, scale, rounds }: StudyForm): string {
  return [
    `pnpm bench reproduce ${name}`,
    ...(isShort ? ["--short"] : []),
    ...(scale === 1 ? [] : [`--scale=${scale * 100}%`]),
    ...(rounds === undefined ? [] : [`--rounds=${rounds}`]),
  ].join(" ");
}

/** Options as they would be typed, a word each. */
export function optionWords(options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}

/** As it would be typed. */
export function stepCommand({ command }: Step, words: readonly string[]): string {
  return `pnpm bench ${[command, ...words.map(quoteWord)].join(" ")}`;
}
