import type { Profile } from "@stackbench/model";
import { branchesOf, type Branch } from "../../profile/branches.ts";
import { placeOf } from "../../profile/place-of.ts";
import { drawFlames } from "./flames.ts";

/** A profile, and whose it is. */
export interface OwnedProfile {
  name: string;
  profile: Profile;
}

/** Smaller ones have no colour, percentage points. */
const leastPoints = 0.5;

/**
 * The difference of two flame graphs: call trees laid over each other, functions of one name in one file taken for the same
 * wherever in it they stand. As wide as the mean of both shares; red where `other` spends more of its time, blue where less,
 * the deeper the more.
 */
export function renderFlameDifference(
  title: string,
  own: OwnedProfile,
  other: OwnedProfile,
): string {
  const branches = branchesOf([own.profile, other.profile], ({ name, file }) =>
    JSON.stringify([name, placeOf(file)]),
  );
  const most = largestIn(branches);
  return drawFlames({
    title,
    subtitle: `red: ${other.name} spends more of its time there than ${own.name} · blue: less · width: mean of both shares`,
    branches,
    widthOf: ({ shares: [a = 0, b = 0] }) => (a + b) / 2,
    colourOf: (branch) => colourOf(pointsOf(branch), most),
    tell: ({ shares: [a = 0, b = 0] }) =>
      `${percent(a)} in ${own.name}, ${percent(b)} in ${other.name}`,
  });
}

/** How much more the second has, percentage points. */
function pointsOf({ shares: [a = 0, b = 0] }: Branch): number {
  return (b - a) * 100;
}

function largestIn(branches: readonly Branch[]): number {
  return branches.reduce(
    (most, branch) => Math.max(most, Math.abs(pointsOf(branch)), largestIn(branch.branches)),
    leastPoints,
  );
}

/** Light enough for dark text. */
function colourOf(points: number, most: number): string {
  if (Math.abs(points) < leastPoints) return "hsl(0 0% 92%)";
  const light = Math.round(90 - 28 * (Math.abs(points) / most));
  return `hsl(${points > 0 ? 8 : 215} 85% ${light}%)`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
