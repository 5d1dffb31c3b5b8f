import type { Redirects } from "@stackbench/contract";
import { ownPathSchema } from "@stackbench/model";
import type { CommandInput } from "@stackbench/terminal";
import { readAsked, readOnly, saysAsked, wrongPath, type Asked } from "./read-asked.ts";
import { readRedirects } from "./read-redirects.ts";

/** What of the answers is asked for otherwise than by default. */
export interface Wanted {
  anyLength: boolean;
  redirects: Redirects;
}

/** What is asked of an app that is brought up and does not speak the contract. */
export interface AskedOfApp {
  /** Undefined for the app's own. */
  path: string | undefined;
  /**
   * As typed it is at `path`, or at the app's own. Undefined for those of these names in the folder's `requests.http`, or
   * where it has none for a GET.
   */
  asked: Asked | undefined;
  only: readonly string[];
  wanted: Wanted;
}

/** Throws UsageError for what contradicts itself, and for a path that is none. */
export function readAskedOfApp({
  values,
  switches,
}: Pick<CommandInput, "values" | "switches">): AskedOfApp {
  const { path } = values;
  if (path !== undefined && !ownPathSchema.safeParse(path).success) throw wrongPath(path);
  const isOfFile = values["http"] !== undefined || values["openapi"] !== undefined;
  return {
    path,
    asked: saysAsked(values) ? readAsked(values, isOfFile ? path : (path ?? "/")) : undefined,
    only: readOnly(values),
    wanted: { anyLength: switches.has("any-length"), redirects: readRedirects(switches) },
  };
}

/** Whether something of it was asked for at all. */
export function saysAnything({ path, asked, only, wanted }: AskedOfApp): boolean {
  const isUsual = !wanted.anyLength && wanted.redirects === "refuse";
  return path !== undefined || asked !== undefined || only.length > 0 || !isUsual;
}
