import { CallTree, type Profile, type ProfileFrame } from "@stackbench/model";

/** All profiles of a variant as one. Throws RangeError without any. */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const [first] = profiles;
  if (!first) throw new RangeError("expected at least one profile, got none");
  const tree = new CallTree();
  for (const { frames, nodes } of profiles) {
    const stacks: ProfileFrame[][] = [];
    for (const [parent, frame, micros] of nodes) {
      const stack = [...(stacks[parent] ?? []), frames[frame]!];
      stacks.push(stack);
      tree.add(stack, micros);
    }
  }
  const idle = profiles.map(({ idleMicros }) => idleMicros);
  return {
    ...first,
    processes: Math.max(...profiles.map(({ processes }) => processes)),
    samples: profiles.reduce((sum, { samples }) => sum + samples, 0),
    idleMicros: idle.includes(null) ? null : idle.reduce<number>((sum, one) => sum + one!, 0),
    ...tree.folded,
  };
}
