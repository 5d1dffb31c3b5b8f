import { expect, test } from "vitest";
import { profileAlone, totalsOf } from "./testing/profile-fixture.ts";

const withinPoints = 0.05;

test.each([
  ["node", "one", 1, 4],
  // The primary is a process too.
  ["node", "two", 3, 4],
  ["python", "one", 2, 4],
  // A hundred samples a second, as of Python: with 800 of them the share has a standard deviation of 1.5 points.
  ["go", "one", 1, 8],
] as const)(
  "%s:%s: of two functions that take 3 : 1 of its time, they are found to",
  async (stack, variant, processes, seconds) => {
    const profile = await profileAlone("docker", stack, { variant, seconds });
    const [hot = 0, cold = 0] = totalsOf(profile, ["hot", "cold"]);
    expect(Math.abs(hot / (hot + cold) - 0.75)).toBeLessThan(withinPoints);
    expect(hot + cold).toBeGreaterThan(0.85);
    expect(profile.processes).toBe(processes);
  },
);
