import { closest, UsageError } from "@stackbench/model";
import { readInterfaces, repositoryRoot } from "@stackbench/session";
import { wrap } from "@stackbench/report";
import { columnsOf, show, showJson } from "@stackbench/terminal";

/** Shows the shapes of the interfaces that are named, or of all. Throws UsageError for a name that is none. */
export async function listShapes(names: readonly string[], asJson: boolean): Promise<void> {
  const all = await readInterfaces(repositoryRoot);
  const ids = all.map(({ id }) => id);
  const unknown = names.find((name) => !ids.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `list shapes: expected one of ${ids.join(", ")}, got "${unknown}"${closest(unknown, ids)}`,
    );
  }
  const interfaces = all.filter(({ id }) => names.length === 0 || names.includes(id));
  if (asJson) {
    showJson({ interfaces });
    return;
  }
  const columns = columnsOf("stdout");
  const width = Math.max(
    ...interfaces.flatMap(({ shapes }) => shapes.map((one) => one.name.length)),
  );
  for (const { id, title, entry, shapes } of interfaces) {
    const lines = shapes.flatMap(({ name, purpose }) =>
      wrap(`  ${name.padEnd(width)}  `, purpose, columns),
    );
    show(`${id}: ${title}\n  entry ${entry}\n${lines.join("\n")}\n\n`);
  }
}
