import { basename, dirname } from "node:path";

/** Where to look first, and by name what else is in the same folder. */
export function tellFiles(paths: readonly string[]): string[] {
  const page = paths.find((path) => basename(path) === "report.html");
  if (page === undefined) return [...paths];
  const others = paths.filter((path) => path !== page);
  const beside = others.filter((path) => dirname(path) === dirname(page));
  const elsewhere = others.filter((path) => dirname(path) !== dirname(page));
  return [page, `beside it: ${beside.map((path) => basename(path)).join(", ")}`, ...elsewhere];
}
