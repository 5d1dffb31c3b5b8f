import type { Profile } from "@stackbench/model";
import { branchesOf } from "../../profile/branches.ts";
import { libraryOf } from "../../profile/library-of.ts";
import { timesWithin } from "../../profile/times-within.ts";
import { drawFlames } from "./flames.ts";

/** A flame graph as a picture of its own: as wide as the time in a function; the colour tells the library. */
export function renderFlameGraph(title: string, profile: Profile): string {
  return drawFlames({
    title,
    subtitle: subtitleOf(profile),
    branches: branchesOf([profile], ({ name, file, line }) => JSON.stringify([name, file, line])),
    widthOf: ({ shares: [share = 0] }) => share,
    colourOf: ({ frame }) => colourOf(libraryOf(frame)),
    tell: ({ shares: [share = 0] }) => `${(share * 100).toFixed(1)} %`,
  });
}

function subtitleOf({ profiler, samples, processes, nodes }: Profile): string {
  const { busyMicros } = timesWithin(nodes);
  return `${profiler} · ${samples.toLocaleString("en")} samples of ${processes} process${processes === 1 ? "" : "es"} · width: share of the ${(busyMicros / 1e6).toFixed(1)} s in which a thread was at work`;
}

/** Warm and light enough for dark text; the same for the same library in every picture. */
function colourOf(library: string): string {
  let hash = 0;
  for (const character of library) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return `hsl(${hash % 360} 70% ${68 + (hash % 5) * 3}%)`;
}
