import { appFileName, UsageError } from "@stackbench/model";

/**
 * The one of what was found in a folder; undefined where there is none. Throws UsageError where there are several, of which
 * a person has to name one: `what` was looked for, `say` is what names the first of them in the app's file.
 */
export function onlyOne(
  directory: string,
  found: readonly string[],
  what: string,
  say: (first: string) => string,
): string | undefined {
  const [first, ...more] = found;
  if (first === undefined || more.length === 0) return first;
  throw new UsageError(
    `${directory}: expected one ${what}, found ${found.join(", ")}. Say which in ${appFileName}: ${say(first)}`,
  );
}
