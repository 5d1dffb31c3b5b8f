import type { AppFile, VariantShape } from "@stackbench/model";

/** Stands in a shape's command, as a word of its own, for what tells mod_wsgi of the app's groups of paths. */
const groupsPlace = "{groups}";

/** Serves what no group of the app's does. */
const restName = "my-app";
/** As many threads as mod_wsgi gives a process by itself. */
const rest = { workers: 1, threads: 15, paths: [] };

type Grouped = Pick<VariantShape, "command" | "processGroups">;

/**
 * A variant whose command has a place for groups of paths, with these: a line of Apache's language a word, and what their
 * processes are known by. Any other as it is; undefined where there is a place for groups, and the app names none.
 */
export function withGroups<Variant extends Grouped>(
  variant: Variant,
  groups: AppFile["groups"] = {},
): Variant | undefined {
  const at = variant.command.indexOf(groupsPlace);
  if (at === -1) return variant;
  const named = Object.entries(groups);
  if (named.length === 0) return undefined;
  const all = [[restName, rest] as const, ...named];
  const lines = [
    ...all.flatMap(([name, { workers, threads }]) => [
      `WSGIDaemonProcess ${name} processes=${workers} threads=${threads} listen-backlog=640 display-name=%{GROUP}`,
      // The app is loaded when a process starts, not by its first request.
      `WSGIImportScript \${SCRIPT} process-group=${name} application-group=%{GLOBAL}`,
    ]),
    `WSGIProcessGroup ${restName}`,
    ...routes(named.flatMap(([name, { paths }]) => paths.map((path) => ({ name, path })))),
  ];
  const processGroups = all.map(([name, group]) => [name, { ...group, title: `(wsgi:${name})` }]);
  return {
    ...variant,
    command: variant.command.toSpliced(at, 1, ...lines),
    processGroups: Object.fromEntries(processGroups) as VariantShape["processGroups"],
  };
}

/** The last that matches counts: that is to be the longest. */
function routes(all: readonly { name: string; path: string }[]): string[] {
  const byLength = all.toSorted((a, b) => a.path.length - b.path.length);
  return byLength.flatMap(({ name, path }) => [
    `<LocationMatch "^\\Q${path}\\E">`,
    `WSGIProcessGroup ${name}`,
    "</LocationMatch>",
  ]);
}
