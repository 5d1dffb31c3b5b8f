import { renderFlameGraph } from "@stackbench/report";
import { expect, test } from "vitest";
import { profileAlone, totalsOf } from "./testing/profile-fixture.ts";

test("a local Node process that spends 3 : 1 of its time in two functions is found to", async () => {
  const profile = await profileAlone("process", "node", { variant: "one", seconds: 3 });
  const [hot = 0, cold = 0] = totalsOf(profile, ["hot", "cold"]);
  expect(Math.abs(hot / (hot + cold) - 0.75)).toBeLessThan(0.05);
  expect(hot + cold).toBeGreaterThan(0.85);
  // It works for two thirds of the time at most.
  expect(profile.idleMicros).toBeGreaterThan(0);
  const picture = renderFlameGraph("x", profile);
  expect(picture).toContain("alert");
  for (const part of ["<script", "\u001b"]) expect(picture).not.toContain(part);
}, 60_000);
