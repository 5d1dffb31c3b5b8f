import { calledHost, connectedTo } from "@stackbench/http1";
import type { GeneratorTraits, LoadGenerator, LoadSpec } from "@stackbench/model";
import { CommandSession } from "../../command-session.ts";
import { entryOf, probeVersion } from "../../probe-version.ts";
import { onlyRequest, refusesByTraits } from "../../refuses.ts";
import { usedGenerator } from "../../used-generator.ts";
import { readAb } from "./read-ab.ts";

const source = { from: "debian", command: "ab", package: "apache2-utils" } as const;

const traits: GeneratorTraits = {
  id: "ab",
  version: null,
  source,
  role: "other",
  latencyOrigins: { closed: null },
  clock: "foreign",
  quantumUs: null,
  correction: "throughput only; the start of its process lies within the window's edges",
  sampleCap: null,
  checks: "status-and-length",
  warmUp: "apart",
  endsWindowsBy: "time",
  sends: "one-request",
  tellsParts: false,
  speaks: "http/1.1",
  threads: "one",
  nodes: "one",
  transports: ["tcp"],
  asksAnew: false,
};

/** More requests a second than one ab can send: its time limit ends a run, not its number of requests. */
const unreachableRate = 250_000;

/** ab, for throughput only. It speaks HTTP/1.0, and adds `User-Agent` and `Accept`. */
export const abGenerator: LoadGenerator = {
  traits,
  refuses: (spec) => refusesByTraits(traits, spec) ?? refusesForAb(spec),
  async open(launcher, spec) {
    const version = await probeVersion(launcher, source, "-V", /Version (\S+)/);
    return new CommandSession(
      launcher,
      {
        name: "ab",
        program: (seconds) => ({ entry: entryOf(source), arguments: abArguments(spec, seconds) }),
        read: (lines) => ({
          load: readAb(lines, spec, usedGenerator(traits, "closed", version)),
        }),
      },
      spec,
    );
  },
};

function refusesForAb(spec: LoadSpec): string | undefined {
  const { method, body, expect } = onlyRequest(spec);
  if (spec.threads > 1) return `ab has one thread, got ${spec.threads}`;
  if (spec.level.connections > 20_000) {
    return `ab opens at most 20000 connections, got ${spec.level.connections}`;
  }
  if (body !== "")
    return `ab takes bodies from files only: ${method} with a body is not sent; use --generator=stackbench, autocannon or wrk`;
  if (expect.status < 200 || expect.status > 299) {
    return `ab counts every status but 2xx as an error, the request expects ${expect.status}`;
  }
  return undefined;
}

function abArguments(spec: LoadSpec, seconds: number): string[] {
  const request = onlyRequest(spec);
  const { host, others } = calledHost(spec, request.headers);
  const wholeSeconds = Math.max(1, Math.ceil(seconds));
  return [
    ["-q", "-d", "-S", "-r"],
    ["-c", `${spec.level.connections}`],
    // Its -t sets -n to 50000, so -n must come behind.
    ["-t", `${wholeSeconds}`, "-n", `${unreachableRate * wholeSeconds}`],
    ["-s", `${Math.max(1, Math.ceil(spec.timeoutMs / 1000))}`],
    request.method === "GET" ? [] : ["-m", request.method],
    spec.keepAlive ? ["-k"] : [],
    // Without it, ab holds every answer against the length of the first.
    request.expect.bodyBytes === null ? ["-l"] : [],
    Object.entries(others).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    host === undefined ? [] : ["-H", `Host: ${host}`],
    [`http://${connectedTo(spec)}${request.path}`],
  ].flat();
}
