import { gunzipSync } from "node:zlib";
import type { CallTree, ProfileFrame } from "@stackbench/model";
import { Profile as Pprof } from "pprof-format";

/**
 * Adds a CPU profile of https://github.com/google/pprof/blob/main/proto/profile.proto to a tree, gzipped as Go writes it.
 * Gives what it tells of itself; the interval in microseconds.
 */
export function addPprof(
  tree: CallTree,
  bytes: Uint8Array,
): { samples: number; intervalMicros: number } {
  const profile = Pprof.decode(gunzipSync(bytes));
  const textAt = (index: number | bigint): string => profile.stringTable.strings[Number(index)]!;
  const functions = new Map(profile.function.map((one) => [Number(one.id), one]));
  const locations = new Map(profile.location.map((one) => [Number(one.id), one]));
  const types = profile.sampleType.map(({ type, unit }) => `${textAt(type)}/${textAt(unit)}`);
  const [counts, times] = [types.indexOf("samples/count"), types.indexOf("cpu/nanoseconds")];
  if (counts < 0 || times < 0) {
    throw new Error(
      `expected samples/count and cpu/nanoseconds in the profile, got ${types.join(", ")}`,
    );
  }
  // Of several functions in one place, the first was inlined into those behind it: from the top down, as the places are.
  const framesAt = (location: number | bigint): ProfileFrame[] =>
    (locations.get(Number(location))?.line ?? []).map(({ functionId }) => {
      const found = functions.get(Number(functionId));
      if (!found) return { name: "(unknown)", file: "", line: 0 };
      const line = Math.max(0, Number(found.startLine));
      return { name: textAt(found.name), file: textAt(found.filename), line };
    });
  let samples = 0;
  for (const { locationId, value } of profile.sample) {
    samples += Number(value[counts]);
    const stack = locationId.flatMap(framesAt).toReversed();
    tree.add(stack, Number(value[times]) / 1000);
  }
  return { samples, intervalMicros: Number(profile.period) / 1000 };
}
