import type { Profile } from "@stackbench/model";

/** A profile under the name that speedscope lists it by. */
export interface NamedProfile {
  name: string;
  profile: Profile;
}

/** The file format of speedscope: https://www.speedscope.app/file-format-schema.json. One file may hold several profiles. */
export function renderSpeedscope(name: string, profiles: readonly NamedProfile[]): string {
  const frames: Profile["frames"] = [];
  const rendered = profiles.map(({ name: title, profile }) => {
    const first = frames.length;
    frames.push(...profile.frames);
    const samples: number[][] = [];
    const weights: number[] = [];
    const stacks: number[][] = [];
    for (const [parent, frame, micros] of profile.nodes) {
      const stack = [...(stacks[parent] ?? []), first + frame];
      stacks.push(stack);
      if (micros === 0) continue;
      samples.push(stack);
      weights.push(micros);
    }
    return {
      type: "sampled",
      name: title,
      unit: "microseconds",
      startValue: 0,
      endValue: weights.reduce((sum, micros) => sum + micros, 0),
      samples,
      weights,
    };
  });
  return `${JSON.stringify({
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: "stackbench",
    name,
    activeProfileIndex: 0,
    shared: { frames: frames.map(shown) },
    profiles: rendered,
  })}\n`;
}

function shown({ name, file, line }: Profile["frames"][number]): Record<string, unknown> {
  return { name, ...(file !== "" && { file }), ...(line > 0 && { line }) };
}
