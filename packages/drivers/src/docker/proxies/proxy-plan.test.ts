import { variantSchema, type Variant } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { backendFor, proxyPlan, routesOf, type ProxyPlan } from "./proxy-plan.ts";

const cpus = { server: [0, 1], load: [3], database: [2] };

function planOf(shape: Record<string, unknown>): ProxyPlan {
  const parsed = variantSchema.parse({ command: ["x"], server: "x", proxy: "nginx", ...shape });
  const variant: Variant = { ...parsed, id: "bare", stackId: "tiny" };
  return proxyPlan({ variant, cpus });
}

const processGroups = {
  volume: { paths: ["/items/", "/hello"], title: "(volume)" },
  admin: { paths: ["/items/all/"], title: "(admin)" },
  main: { title: "(main)" },
};

describe("a plan", () => {
  it("is one backend at one place, which needs no port of its own", () => {
    expect(planOf({})).toMatchObject({
      port: 7080,
      workers: 1,
      backends: [{ name: "app", paths: [], places: [{ host: "127.0.0.1", port: 8000 }] }],
      alone: [],
    });
  });

  it("takes its workers from the variant", () => {
    expect(planOf({ environment: { PROXY_WORKERS: "2" } }).workers).toBe(2);
  });

  it("has a port that leads to each replica alone", () => {
    const { backends, alone } = planOf({ replicas: 3 });
    expect(backends).toHaveLength(1);
    expect(alone.map(({ place }) => place)).toEqual(backends[0]!.places);
    expect(alone.map(({ title }) => title)).toEqual([
      "replica 1 of 3",
      "replica 2 of 3",
      "replica 3 of 3",
    ]);
    expect(new Set(alone.map(({ port }) => port)).size).toBe(3);
  });

  it("has a backend for each process group, the one for the rest first", () => {
    const { backends, alone } = planOf({ processGroups });
    expect(backends.map(({ name }) => name)).toEqual(["main", "volume", "admin"]);
    expect(backends.map(({ places }) => places)).toEqual([
      [{ host: "127.0.0.1", port: 8000 }],
      [{ host: "127.0.0.1", port: 8001 }],
      [{ host: "127.0.0.1", port: 8002 }],
    ]);
    expect(alone.map(({ title }) => title)).toEqual([
      "process group main",
      "process group volume",
      "process group admin",
    ]);
  });
});

it("sends a path to the group that has the longest beginning of it", () => {
  const { backends } = planOf({ processGroups });
  expect(routesOf(backends).map(({ path }) => path)).toEqual(["/items/all/", "/items/", "/hello"]);
  const goesTo = (path: string): string => backendFor(backends, path).name;
  expect(["/items/all/1", "/items/1", "/items", "/hello", "/x"].map(goesTo)).toEqual([
    "admin",
    "volume",
    "main",
    "volume",
    "main",
  ]);
});
