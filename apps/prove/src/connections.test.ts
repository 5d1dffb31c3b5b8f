import { createGenerator } from "@stackbench/session";
import { expect, test } from "vitest";
import { openReferenceServers } from "./open-reference-servers.ts";

const connections = 4;

test("the server itself sees a connection for each request, or as many as were asked for", async () => {
  await using reference = await openReferenceServers("process", ["null"]);
  await using sitting = await reference.bringUp("null");
  const load = async (keepAlive: boolean, paddingBytes?: number) =>
    reference.load(sitting, {
      generator: createGenerator("stackbench"),
      level: {
        loop: "closed",
        connections,
        keepAlive,
        ...(paddingBytes !== undefined && { paddingBytes }),
      },
      warmupSeconds: 0.1,
      seconds: 0.3,
      seed: 1,
    });

  for (const paddingBytes of [undefined, 1000]) {
    const kept = await load(true, paddingBytes);
    expect(kept.answered).toBeGreaterThan(connections);
    expect(kept.record).toMatchObject({ count: kept.answered, connections });

    const renewed = await load(false, paddingBytes);
    expect(renewed.answered).toBeGreaterThan(connections);
    expect(renewed.record).toMatchObject({
      count: renewed.answered,
      connections: renewed.answered,
    });
  }
});
