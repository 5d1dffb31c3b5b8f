import { loadResultSchema, type HistogramData, type LoadSpec } from "@stackbench/model";
import { expect, test } from "vitest";
import { createGenerator, generatorIds } from "./generators.ts";
import { helloServer } from "./testing/hello-server.ts";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";
import { localLauncher } from "./testing/local-launcher.ts";
import { measureWhole } from "./testing/measure.ts";

/** Two "nodes" of this machine: programs that know nothing of each other. */
const launcher = { ...localLauncher(), otherLoads: [localLauncher()] };

function added(parts: readonly HistogramData[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [index, count] of parts.flatMap(({ buckets }) => buckets)) {
    sum[index] = (sum[index] ?? 0) + count;
  }
  return sum;
}

const closed = { loop: "closed", connections: 5 } as const;
const open = { loop: "open", connections: 8, ratePerSecond: 400, arrivals: "constant" } as const;

test.each([
  ["closed", closed, [3, 2]],
  ["open", open, [4, 4]],
] as const)("two nodes drive one server together: %s loop", async (_, level, connections) => {
  await using server = await helloServer();
  const numbers = { from: 1_000_000_000, count: 9_000_000_000 };
  const request = { ...helloRequest, path: "/hello?seed={n}", numbers };
  const base = loadSpec({ port: server.port, requests: [request], threads: 2, nodes: 2 });
  const spec: LoadSpec = { ...base, level };
  const rates: number[] = [];
  const { load, acknowledged } = await measureWhole("stackbench", spec, {
    warmUpSeconds: 0.5,
    seconds: 1.2,
    launcher,
    hooks: { onProgress: (rate) => rates.push(rate) },
  });
  expect(loadResultSchema.parse(JSON.parse(JSON.stringify(load)))).toEqual(load);
  const { byNode = [] } = load;
  expect(byNode.map((node) => node.connections)).toEqual(connections);
  expect(server.connections()).toBe(level.connections);
  expect(load.errors).toEqual({});

  // What both acknowledge of the whole load is what the server counts, and no number came twice.
  expect(acknowledged.succeeded).toBe(server.asked());
  const asked = server.askedByConnection().flat();
  expect(new Set(asked).size).toBe(asked.length);

  const sum = (of: (node: (typeof byNode)[number]) => number) =>
    byNode.reduce((total, node) => total + of(node), 0);
  expect(load.succeeded).toBe(sum((node) => node.succeeded));
  expect(Math.min(...byNode.map((node) => node.succeeded))).toBeGreaterThan(0);
  const whole = Object.fromEntries(load.serviceTime.buckets);
  expect(whole).toEqual(added(byNode.map((node) => node.serviceTime)));
  expect(load.threads).toBe(2);
  // A schedule tells seldom how far it is.
  if (load.kind === "closed") expect(rates.length).toBeGreaterThan(0);
  for (const node of byNode) expect(node.seconds).toBeCloseTo(1.2);
  if (load.kind === "open") {
    expect(load.schedule.arrivals).toBe(480);
    expect(byNode.map((node) => node.kind === "open" && node.schedule.arrivals)).toEqual([
      240, 240,
    ]);
  }
});

test("their windows begin at one moment, by each one's own clock", async () => {
  await using server = await helloServer();
  const spec = loadSpec({ port: server.port, connections: 2, threads: 2, nodes: 2 });
  const { load } = await measureWhole("stackbench", spec, { seconds: 0.5, launcher });
  // Two programs of one machine read one clock: what is not known of it is the way of the question.
  for (const { edgeErrorMs } of load.byNode!) {
    expect(edgeErrorMs).toBeGreaterThan(0);
    expect(edgeErrorMs).toBeLessThan(50);
  }
});

test("a session that ends its programs ends them on every node, also where one does not begin", async () => {
  const spec = loadSpec({ threads: 2, nodes: 2 });
  const broken = {
    ...localLauncher(),
    otherLoads: [{ launch: () => Promise.reject(new Error("that node is gone")) }],
  };
  await expect(createGenerator("stackbench").open(broken, spec)).rejects.toThrow(
    "that node is gone",
  );
});

test("a node that dies under load is told by its place, and nothing waits for it", async () => {
  await using server = await helloServer();
  const spec = loadSpec({ port: server.port, threads: 2, nodes: 2 });
  const kill = Promise.withResolvers<() => void>();
  const mortal = {
    ...localLauncher(),
    otherLoads: [
      {
        launch: async (...given: Parameters<ReturnType<typeof localLauncher>["launch"]>) => {
          const launched = await localLauncher().launch(...given);
          kill.resolve(() => launched.kill("SIGKILL"));
          return launched;
        },
      },
    ],
  };
  const measured = measureWhole("stackbench", spec, {
    seconds: 30,
    launcher: mortal,
    hooks: {
      onStart: async () => {
        const end = await kill.promise;
        setTimeout(end, 300);
      },
    },
  });
  await expect(measured).rejects.toThrow(/stackbench generator on load node 2 of 2 .*SIGKILL/);
});

test.each(generatorIds)("%s is driven on several nodes, or says that it is not", (id) => {
  const { refuses, traits } = createGenerator(id);
  const http2 = traits.speaks === "http/2" ? { http2: "h2c" as const } : {};
  const refusal = refuses(loadSpec({ threads: 2, nodes: 2, ...http2 }));
  if (id === "stackbench") expect(refusal).toBeUndefined();
  else if (traits.threads === "any") expect(refusal).toMatch(/one load node only, here are 2/);
  else expect(refusal).toBeDefined();
});

test("a window of so many requests is of one node", () => {
  const { refuses } = createGenerator("stackbench");
  const bounded = { threads: 2, windowRequests: 100 };
  expect(refuses(loadSpec(bounded))).toBeUndefined();
  expect(refuses(loadSpec({ ...bounded, nodes: 2 }))).toMatch(/--load-nodes=1/);
});
