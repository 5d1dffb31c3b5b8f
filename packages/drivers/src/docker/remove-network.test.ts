import type Docker from "dockerode";
import { expect, test } from "vitest";
import { removeNetwork } from "./remove-network.ts";

/** An engine that answers each removal in turn as given. */
function engine(...answers: { statusCode: number; message: string }[]): Docker {
  return {
    modem: {},
    getNetwork: () => ({
      remove: async () => {
        const answer = answers.shift();
        if (answer) throw Object.assign(new Error(answer.message), answer);
      },
    }),
  } as unknown as Docker;
}

test("waits for tasks that are just leaving it", async () => {
  const inUse = { statusCode: 400, message: "network n is in use by service s" };
  await expect(removeNetwork(engine(inUse, inUse), "n")).resolves.toBeUndefined();
});

test("takes what a manager says of a network that it is removing already for what it means", async () => {
  const going = { statusCode: 500, message: "network abc not found" };
  await expect(removeNetwork(engine(going), "abc")).resolves.toBeUndefined();
  const other = { statusCode: 500, message: "the store is broken" };
  await expect(removeNetwork(engine(other), "abc")).rejects.toThrow("the store is broken");
});
