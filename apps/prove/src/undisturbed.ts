import { percent } from "@stackbench/terminal";
import type { Bound, Target } from "./outcome.ts";

/** Beyond this share of stolen CPU time a window is kept and shown, and proves nothing about the harness. */
const stealLimit = 0.02;

/** What of a proof's window tells whether others disturbed it. */
interface Disturbable {
  /** Of the CPU that most was stolen from; null where the host does not tell. */
  stealShare: number | null;
}

/** A host that does not tell of steal has none to tell. */
function isUndisturbed({ stealShare }: Disturbable): boolean {
  return (stealShare ?? 0) < stealLimit;
}

/** Whether another window is to be measured: each disturbed one is replaced, as often as twice for each that is wanted. */
export function lacksWindow(own: readonly Disturbable[], wanted: number): boolean {
  return own.filter(isUndisturbed).length < wanted && own.length < 3 * wanted;
}

/** The windows that a proof rests on, and how many others there are. */
export interface Sifted<Window> {
  undisturbed: readonly Window[];
  disturbed: number;
}

export function sift<Window extends Disturbable>(windows: readonly Window[]): Sifted<Window> {
  const undisturbed = windows.filter(isUndisturbed);
  return { undisturbed, disturbed: windows.length - undisturbed.length };
}

/** `windows with steal < 2.0 %: 4 (at least 4)`. `where`: of which windows, before all else. */
export function enoughWindows(
  where: string,
  { undisturbed }: Sifted<unknown>,
  wanted: number,
): Target {
  const name = `${where}windows with steal < ${percent(stealLimit)}`;
  return { name, value: undisturbed.length, atLeast: wanted };
}

/** A figure of the undisturbed windows; of none it is not known. */
export function targetOf<Window>(
  { undisturbed, disturbed }: Sifted<Window>,
  figure: (windows: readonly Window[]) => number,
  bound: Bound,
): Target {
  if (undisturbed.length > 0) return { ...bound, value: figure(undisturbed) };
  const notKnown =
    disturbed === 0
      ? "no window was measured"
      : `no undisturbed window, ${disturbed} ${disturbed === 1 ? "was" : "were"} disturbed by steal`;
  return { ...bound, notKnown };
}

/** Steal as tables show it. */
export function describeSteal(window: Disturbable): string {
  return `${percent(window.stealShare)}${isUndisturbed(window) ? "" : " (not counted)"}`;
}
