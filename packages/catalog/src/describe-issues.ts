import type { z } from "zod";

/** One line an issue: file, field, expected, got. */
export function describeIssues(
  file: string,
  json: unknown,
  issues: readonly z.core.$ZodIssue[],
): string {
  return issues
    .map((issue) => {
      const field = issue.path.length === 0 ? "(the whole file)" : issue.path.join(".");
      const got = describe(valueAt(json, issue.path));
      if (issue.code === "unrecognized_keys") {
        return `${file}: ${field}: expected only known fields, got also ${issue.keys.join(", ")}`;
      }
      if (issue.code === "invalid_key" || issue.code === "invalid_element") {
        const wanted = issue.issues.map(expectation).join(" and ");
        return `${file}: ${field}: ${wanted}, got the name ${describe(issue.path.at(-1))}`;
      }
      return `${file}: ${field}: ${expectation(issue)}, got ${got}`;
    })
    .join("\n");
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected}`;
    case "invalid_value":
      return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      return `expected at least ${issue.minimum}${issue.origin === "array" ? " elements" : ""}`;
    case "too_big":
      return `expected at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_union":
      return `expected ${issue.errors
        .map((branch) =>
          branch
            .map(expectation)
            .join(" and ")
            .replace(/^expected /, ""),
        )
        .join(" or ")}`;
    default:
      return `expected ${issue.message}`;
  }
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    json,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
