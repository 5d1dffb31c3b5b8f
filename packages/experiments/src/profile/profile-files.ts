import { mergeProfiles, renderFlameGraph, renderSpeedscope } from "@stackbench/report";
import type { VariantProfile } from "./profiles.ts";

/** A flame graph of all rounds together, and a file for speedscope with all together and each round by its window's name. */
export function profileFiles(profiles: readonly VariantProfile[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { row, profiles: held } of profiles) {
    if (held.length === 0) continue;
    const whole = mergeProfiles(held.map(({ profile }) => profile));
    const title = `${row.key}, ${row.workload}`;
    const name = `profile-${fileName(row.caseId)}`;
    files[`${name}.svg`] = renderFlameGraph(title, whole);
    files[`${name}.speedscope.json`] = renderSpeedscope(title, [
      { name: `${title}, all rounds`, profile: whole },
      ...held.map(({ windowId, profile }) => ({ name: windowId, profile })),
    ]);
  }
  return files;
}

/** `fastify:bare/hello/c64/stackbench` as a file's name: no two cases come to the same. */
function fileName(caseId: string): string {
  return caseId.replaceAll(/[^a-z0-9.-]/g, (character) =>
    character === "/"
      ? "_"
      : character === ":"
        ? "__"
        : `=${character.codePointAt(0)!.toString(16)}`,
  );
}
