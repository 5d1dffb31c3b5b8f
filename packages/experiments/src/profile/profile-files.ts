import {
  mergeProfiles,
  renderFlameDifference,
  renderFlameGraph,
  renderSpeedscope,
  type OwnedProfile,
} from "@stackbench/report";
import type { ProfilePair } from "./pairs.ts";
import type { VariantProfile } from "./profiles.ts";

/** A flame graph of all rounds together, and a file for speedscope with all together and each round by its window's name. */
export function profileFiles(profiles: readonly VariantProfile[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const one of profiles.filter(isProfiled)) {
    const { row, profiles: held } = one;
    const { profile: whole } = wholeOf(one);
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

/** The difference of the flame graphs of each pair, all rounds together. */
export function differenceFiles(pairs: readonly ProfilePair[]): Record<string, string> {
  const both = pairs.filter((pair) => isProfiled(pair.anchor) && isProfiled(pair.other));
  return Object.fromEntries(
    both.map(({ anchor, other }) => [
      `profile-difference-${fileName(other.row.caseId)}.svg`,
      renderFlameDifference(
        `${anchor.row.key} and ${other.row.key}, ${other.row.workload}`,
        wholeOf(anchor),
        wholeOf(other),
      ),
    ]),
  );
}

function isProfiled({ profiles }: VariantProfile): boolean {
  return profiles.length > 0;
}

function wholeOf({ row, profiles }: VariantProfile): OwnedProfile {
  return { name: row.key, profile: mergeProfiles(profiles.map(({ profile }) => profile)) };
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
