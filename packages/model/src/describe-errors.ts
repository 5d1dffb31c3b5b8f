import { mostCauses, type LoadCause, type LoadErrorKind, type LoadResult } from "./load-result.ts";

/** More of one kind are summed up in words. */
const mostOfKind = 3;
const mostShownBytes = 40;

/**
 * How requests failed and why, kind by kind: `40 protocol (expected "HTTP/1.x", got "220 mail")`. Empty where none did.
 */
export function describeErrors({ errors, causes }: Pick<LoadResult, "errors" | "causes">): string {
  const kinds = Object.entries(errors) as [LoadErrorKind, number][];
  return kinds.map(([kind, count]) => describeKind(kind, count, causes)).join(", ");
}

function describeKind(kind: LoadErrorKind, count: number, causes: readonly LoadCause[]): string {
  const own = causes.filter((cause) => cause.kind === kind);
  const told = `${count} ${wording(kind)}`;
  if (own.length === 0) return told;
  const shown = own.slice(0, mostOfKind);
  const rest = count - shown.reduce((sum, cause) => sum + cause.count, 0);
  const each = shown.map((cause) => {
    const times = cause.count === count ? "" : `${cause.count} × `;
    return `${times}${describeCause(cause)}`;
  });
  if (rest > 0) each.push(`${rest} × others`);
  return `${told} (${each.join("; ")})`;
}

/** `ECONNREFUSED: connection refused`. */
export function describeCause({ code, reason, firstBytes, kind }: LoadCause): string {
  const named = code === undefined ? reason : `${code}: ${reason}`;
  // Of an answer that can be read its status and length say enough.
  if (kind !== "protocol" || firstBytes === undefined) return named;
  return `${named}; it began with ${JSON.stringify(firstBytes.slice(0, mostShownBytes))}`;
}

/** The causes of several parts of a load as those of one: equal ones added, the most frequent kept. */
export function mergeCauses(parts: readonly (readonly LoadCause[])[]): LoadCause[] {
  const byKey = new Map<string, LoadCause>();
  for (const cause of parts.flat()) {
    const key = causeKey(cause);
    const known = byKey.get(key);
    if (known) known.count += cause.count;
    else byKey.set(key, { ...cause });
  }
  return [...byKey.values()].toSorted((a, b) => b.count - a.count).slice(0, mostCauses);
}

/** Equal for the same cause: what was expected is the same each time, what came instead may differ. */
export function causeKey({
  kind,
  code = "",
  status = 0,
  reason,
}: Pick<LoadCause, "kind" | "code" | "status" | "reason">): string {
  const got = reason.search(/, got |: "/);
  return `${kind} ${code} ${status} ${got === -1 ? reason : reason.slice(0, got)}`;
}

function wording(kind: LoadErrorKind): string {
  if (kind === "closed-between") return "closed between requests";
  return kind === "generator-limit" ? "by a limit of the generator" : kind;
}
