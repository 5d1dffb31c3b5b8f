import { variantSchema, type BringUpRequest, type Stack } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import type { Reach } from "./addresses.ts";
import { podSpec, ulimitsOf, type PodImages } from "./pod-spec.ts";

const images: PodImages = {
  load: "sha256:l",
  app: "sha256:a",
  database: "sha256:d",
  upstream: "sha256:l",
  proxy: "sha256:x",
};
const createdFor = {
  runId: "run",
  sittingId: "r1/tiny:bare",
  owner: { pid: 1, startTime: "2", bootId: "b", pidNamespace: "n", machine: "m" },
};

function requestFor(
  shape: Record<string, unknown>,
  rest: Partial<BringUpRequest> = {},
): BringUpRequest {
  const variant = {
    ...variantSchema.parse({ command: ["serve", "-x"], server: "serve", ...shape }),
    id: "bare",
    stackId: "tiny",
  };
  return {
    runId: "run",
    sittingId: "r1/tiny:bare",
    stack: { id: "tiny" } as Stack,
    variant,
    services: [],
    cpus: { server: [0, 1], load: [3], database: [2] },
    knobs: [],
    databasePoolSize: 16,
    memoryLimitBytes: null,
    readyTimeoutMs: 1000,
    signal: new AbortController().signal,
    ...rest,
  };
}

describe("podSpec", () => {
  it("is a load container and the app in its network where nothing else is needed", () => {
    const { containers, volume } = podSpec(requestFor({}), images, createdFor, "n");
    expect(volume).toBeUndefined();
    expect(containers.map(({ service }) => service)).toEqual(["load", "app"]);
    const app = containers[1]!.options;
    expect(app).toMatchObject({ name: "n-app", Entrypoint: ["serve"], Cmd: ["-x"] });
    expect(app.HostConfig).not.toHaveProperty("NetworkMode");
    expect(app.HostConfig).toMatchObject({ CpusetCpus: "0-1" });
    expect(app.Env).toEqual([
      "HOST=127.0.0.1",
      "PORT=8000",
      "WORKERS=1",
      "THREADS=1",
      "PROTOCOL=http",
    ]);
    expect(app.Labels).toMatchObject({ "stackbench.run": "run", "stackbench.service": "app" });
  });

  it("publishes no port and sets sysctls only on the network's owner, limits on all", () => {
    const knobs = [
      { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
      { name: "nofile.soft", scope: "container", value: "100" },
      { name: "nofile.hard", scope: "container", value: "200" },
    ] as const;
    const request = requestFor({}, { knobs });
    for (const { service, options } of podSpec(request, images, createdFor, "n").containers) {
      const host = options.HostConfig!;
      expect(host.PortBindings).toBeUndefined();
      expect(host.Ulimits).toEqual([{ Name: "nofile", Soft: 100, Hard: 200 }]);
      if (service === "load") expect(host.Sysctls).toMatchObject({ "net.core.somaxconn": "8191" });
      else expect(host.Sysctls).toBeUndefined();
    }
  });

  it("shares a labelled volume between proxy and app on a unix socket", () => {
    const request = requestFor({ proxy: "nginx", socket: "unix", workers: "cpus" });
    const { containers, volume } = podSpec(request, images, createdFor, "n");
    expect(volume).toMatchObject({ Name: "n-socket", Labels: { "stackbench.run": "run" } });
    const bound = containers.filter(({ options }) => options.HostConfig!.Binds);
    expect(bound.map(({ service }) => service)).toEqual(["app", "proxy"]);
    expect(bound[0]!.options.Env).toContain("SOCKET_PATH=/run/stackbench/app.sock");
    expect(bound[0]!.options.Env).toContain("WORKERS=2");
    expect(bound[1]!.options.Env!.join()).toContain("unix:/run/stackbench/app.sock");
  });

  it("gives the app its database and upstream, each on its CPUs, and its memory limit", () => {
    const services = ["database", "upstream"] as const;
    const request = requestFor({}, { services, memoryLimitBytes: 1024 });
    const { containers } = podSpec(request, images, createdFor, "n");
    const cpus = containers.map(({ service, options }) => [
      service,
      options.HostConfig!.CpusetCpus,
    ]);
    expect(Object.fromEntries(cpus)).toEqual({
      load: "3",
      app: "0-1",
      database: "2",
      upstream: "0-1",
    });
    const app = containers.find(({ service }) => service === "app")!.options;
    expect(app.Env).toContain("DATABASE_URL=postgres://stackbench@127.0.0.1:5432/stackbench");
    expect(app.Env).toContain("DATABASE_POOL_SIZE=16");
    expect(app.Env).toContain("UPSTREAM_URL=http://127.0.0.1:9100");
    expect(app.HostConfig).toMatchObject({ Memory: 1024, MemorySwap: 1024 });
  });
});

it("tells the app its shape whatever the variant's environment says", () => {
  const request = requestFor({ workers: 2 }, { services: ["database"] });
  const environment = { PORT: "1", WORKERS: "64", DATABASE_POOL_SIZE: "500", OWN: "kept" };
  const variant = { ...request.variant, environment };
  const { containers } = podSpec({ ...request, variant }, images, createdFor, "n");
  const { Env } = containers.find(({ service }) => service === "app")!.options;
  expect(
    ["PORT", "WORKERS", "DATABASE_POOL_SIZE", "OWN"].map((name) => valueOf(Env, name)),
  ).toEqual(["8000", "2", "16", "kept"]);
});

describe("replicas", () => {
  const shape = { proxy: "nginx", replicas: 3, workers: 2 };
  const appsOf = (request: BringUpRequest) =>
    podSpec(request, images, createdFor, "n").containers.filter(({ service }) => service === "app");

  it("are containers of the app that share its memory and its database connections", () => {
    const limits = { memoryLimitBytes: 3000, cpusLimit: 1.5 };
    const request = requestFor(shape, { services: ["database"], ...limits });
    const apps = appsOf({ ...request, databasePoolSize: 16 });
    expect(apps.map(({ options }) => options.name)).toEqual(["n-app-1", "n-app-2", "n-app-3"]);
    expect(apps.map(({ title }) => title)).toEqual([
      "replica 1 of 3",
      "replica 2 of 3",
      "replica 3 of 3",
    ]);
    for (const { options } of apps) {
      expect(options.HostConfig).toMatchObject({
        Memory: 1000,
        MemorySwap: 1000,
        NanoCpus: 500_000_000,
      });
      expect(options.HostConfig!.CpusetCpus).toBe("0-1");
      expect(options.Labels).toMatchObject({ "stackbench.service": "app" });
      expect(options.Env).toContain("WORKERS=2");
    }
    expect(apps.map(({ options }) => valueOf(options.Env, "DATABASE_POOL_SIZE"))).toEqual([
      "6",
      "5",
      "5",
    ]);
  });

  it("listen at places of their own, which are no other service's, and the proxy knows each", () => {
    const request = requestFor({ ...shape, replicas: 64 });
    const { containers } = podSpec(request, images, createdFor, "n");
    const ports = appsOf(request).map(({ options }) => Number(valueOf(options.Env, "PORT")));
    expect(new Set(ports).size).toBe(64);
    for (const taken of [7080, 5432, 9100]) expect(ports).not.toContain(taken);
    const config = containers.find(({ service }) => service === "proxy")!.options.Env!.join();
    for (const port of ports) expect(config).toContain(`server 127.0.0.1:${port} `);
  });

  it("keep their ports, and the proxy's, from clients", () => {
    const request = requestFor(shape);
    const { containers } = podSpec(request, images, createdFor, "n");
    const sysctls = containers[0]!.options.HostConfig!.Sysctls!;
    expect(sysctls["net.ipv4.ip_local_reserved_ports"]).toBe(
      "5432,7080,8000,9100,10010,10020,11000,11001,11002",
    );
  });

  it("have sockets of their own", () => {
    const apps = appsOf(requestFor({ ...shape, socket: "unix" }));
    expect(apps.map(({ options }) => valueOf(options.Env, "SOCKET_PATH"))).toEqual([
      "/run/stackbench/app-1.sock",
      "/run/stackbench/app-2.sock",
      "/run/stackbench/app-3.sock",
    ]);
  });
});

it("tells the app of its process groups, the one for the rest first", () => {
  const processGroups = {
    volume: { workers: "2n+1", threads: 5, paths: ["/hello", "/items/"], title: "(volume)" },
    main: { threads: 5, title: "(main)" },
  };
  const groupsIn = (shape: Record<string, unknown>): unknown => {
    const { containers } = podSpec(
      requestFor({ ...shape, processGroups }),
      images,
      createdFor,
      "n",
    );
    const { Env } = containers.find(({ service }) => service === "app")!.options;
    expect(Env).toContain("WORKERS=6");
    return JSON.parse(valueOf(Env, "PROCESS_GROUPS")!);
  };
  const main = { name: "main", workers: 1, threads: 5, port: 8000, paths: [] };
  const volume = {
    name: "volume",
    workers: 5,
    threads: 5,
    port: 8001,
    paths: ["/hello", "/items/"],
  };
  expect(groupsIn({})).toEqual([main, volume]);
  expect(groupsIn({ proxy: "nginx", socket: "unix" })).toEqual([
    { ...main, socketPath: "/run/stackbench/app-main.sock" },
    { ...volume, socketPath: "/run/stackbench/app-volume.sock" },
  ]);
});

function valueOf(list: readonly string[] | undefined, name: string): string | undefined {
  return list?.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

it("leaves a server with many threads room for them", () => {
  const limitOf = (shape: Record<string, unknown>): number =>
    podSpec(requestFor(shape), images, createdFor, "n").containers[1]!.options.HostConfig!
      .PidsLimit!;
  expect(limitOf({})).toBe(8192);
  expect(limitOf({ workers: 64, threads: 512 })).toBeGreaterThan(64 * 512);
});

it("never asks for a soft limit above the hard one", () => {
  const knobs = [
    { name: "nofile.soft", scope: "container", value: "300" },
    { name: "nofile.hard", scope: "container", value: "200" },
  ] as const;
  expect(ulimitsOf(knobs)).toEqual([{ Name: "nofile", Soft: 200, Hard: 200 }]);
  expect(ulimitsOf([])).toEqual([]);
});

describe("replicas on two machines", () => {
  const reach: Reach = {
    listensOn: "0.0.0.0",
    databaseHost: "n-database",
    networks: [
      { member: "pod", host: "n-pod" },
      { member: "pod-2", host: "n-pod-2", cpus: [0, 1, 2, 3] },
    ],
    profiledFrom: "server",
  };
  const shape = { proxy: "nginx", replicas: 3 };
  const specOf = (rest: Partial<BringUpRequest> = {}, more: Record<string, unknown> = {}) =>
    podSpec(
      requestFor({ ...shape, ...more }, rest),
      { ...images, pod: "sha256:l" },
      createdFor,
      "n",
      undefined,
      reach,
    );
  const apps = (rest: Partial<BringUpRequest>) =>
    specOf(rest).containers.filter(({ service }) => service === "app");

  it("are in the networks in turn, on the CPUs of each, and reach all that is in the first", () => {
    const found = apps({ services: ["database", "upstream"] });
    expect(found.map(({ joins }) => joins)).toEqual(["pod", "pod-2", "pod"]);
    expect(found.map(({ options }) => options.HostConfig?.CpusetCpus)).toEqual([
      "0-1",
      "0-3",
      "0-1",
    ]);
    const told = (name: string) => found.map(({ options }) => valueOf(options.Env, name));
    expect(told("HOST")).toEqual(["127.0.0.1", "0.0.0.0", "127.0.0.1"]);
    expect(told("PORT")).toEqual(["8000", "10010", "10020"]);
    expect(told("UPSTREAM_URL")).toEqual([
      "http://127.0.0.1:9100",
      "http://n-pod:9100",
      "http://127.0.0.1:9100",
    ]);
  });

  it("have a worker for each CPU of their own machine, where they have one for each", () => {
    const { containers } = specOf({}, { workers: "cpus" });
    const found = containers.filter(({ service }) => service === "app");
    expect(found.map(({ options }) => valueOf(options.Env, "WORKERS"))).toEqual(["2", "4", "2"]);
  });

  it("have the same tuning in each network, and a proxy that knows them by name", () => {
    const knobs = [
      { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
    ] as const;
    const { containers } = specOf({ knobs });
    const pods = containers.filter(({ service }) => service === "pod");
    expect(pods.map(({ member }) => member)).toEqual(["pod", "pod-2"]);
    for (const { options } of pods) {
      expect(options.HostConfig?.Sysctls).toMatchObject({ "net.core.somaxconn": "8191" });
    }
    const proxy = containers.find(({ service }) => service === "proxy")!;
    expect(proxy.joins).toBe("pod");
    const config = valueOf(proxy.options.Env, "PROXY_CONFIG");
    for (const place of ["127.0.0.1:8000", "n-pod-2:10010", "127.0.0.1:10020"]) {
      expect(config).toContain(`server ${place} `);
    }
  });
});
