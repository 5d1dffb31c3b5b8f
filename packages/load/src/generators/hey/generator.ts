import { calledHost, connectedTo } from "@stackbench/http1";
import type { GeneratorTraits, LoadGenerator, LoadSpec } from "@stackbench/model";
import { CommandSession } from "../../command-session.ts";
import { entryOf } from "../../probe-version.ts";
import { readHey } from "./read-hey.ts";
import { onlyRequest, refusesByTraits } from "../../refuses.ts";
import { usedGenerator } from "../../used-generator.ts";

const source = { from: "debian", command: "hey", package: "hey" } as const;

const traits: GeneratorTraits = {
  id: "hey",
  // It does not tell its version.
  version: null,
  source,
  role: "other",
  latencyOrigins: { closed: null },
  clock: "foreign",
  quantumUs: null,
  correction: "throughput only; the start of its process lies within the window's edges",
  sampleCap: 1_000_000,
  checks: "status",
  warmUp: "apart",
  endsWindowsBy: "time",
  sends: "one-request",
  tellsParts: false,
  speaks: "http/1.1",
  threads: "any",
  nodes: "one",
  transports: ["tcp"],
  asksAnew: true,
};

/** hey, for throughput only. It adds `User-Agent`, and orders headers as it likes. */
export const heyGenerator: LoadGenerator = {
  traits,
  refuses: (spec) => refusesByTraits(traits, spec),
  open: (launcher, spec) =>
    Promise.resolve(
      new CommandSession(
        launcher,
        {
          name: "hey",
          program: (seconds) => ({
            entry: entryOf(source),
            arguments: heyArguments(spec, seconds),
          }),
          read: (lines) => ({ load: readHey(lines, spec, usedGenerator(traits, "closed")) }),
        },
        spec,
      ),
    ),
};

function heyArguments(spec: LoadSpec, seconds: number): string[] {
  const request = onlyRequest(spec);
  // A Host among its headers it would not send.
  const { host, others } = calledHost(spec, request.headers);
  const headers = Object.entries(others);
  const contentType = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return [
    ["-z", `${seconds}s`],
    ["-c", `${spec.level.connections}`],
    ["-cpus", `${spec.threads}`],
    ["-t", `${Math.max(1, Math.ceil(spec.timeoutMs / 1000))}`],
    ["-m", request.method],
    ["-disable-compression", "-disable-redirects"],
    spec.keepAlive ? [] : ["-disable-keepalive"],
    headers.flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    contentType === undefined ? [] : ["-T", contentType],
    request.body === "" ? [] : ["-d", request.body],
    host === undefined ? [] : ["-host", host],
    [`http://${connectedTo(spec)}${request.path}`],
  ].flat();
}
