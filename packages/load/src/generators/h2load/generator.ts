import { connectedTo, hostHeader } from "@stackbench/http1";
import type { GeneratorTraits, LoadGenerator, LoadSpec } from "@stackbench/model";
import { CommandSession } from "../../command-session.ts";
import { probeVersion } from "../../probe-version.ts";
import { onlyRequest, refusesByTraits } from "../../refuses.ts";
import { usedGenerator } from "../../used-generator.ts";
import { aroundSeconds, h2loadEdges, h2loadScript } from "./h2load-script.ts";
import { readH2load } from "./read-h2load.ts";

const source = { from: "debian", command: "h2load", package: "nghttp2-client" } as const;

const traits: GeneratorTraits = {
  id: "h2load",
  version: null,
  source,
  role: "other",
  latencyOrigins: { closed: "actual-send" },
  clock: "foreign",
  quantumUs: 1,
  correction: null,
  sampleCap: null,
  checks: "status",
  warmUp: "apart",
  endsWindowsBy: "time",
  sends: "one-request",
  tellsParts: false,
  speaks: "http/2",
  transports: ["tcp", "tls"],
  threads: "any",
  nodes: "one",
  asksAnew: false,
};

/**
 * h2load of nghttp2, for HTTP/2. Its own summary is of its whole run; figures are made from its log, a line a request,
 * of what was answered between two edges that its load runs through. It adds `User-Agent`. A connection that the server
 * closes is not opened anew: requests in flight then fall short of what was asked for, which Little's law shows.
 */
export const h2loadGenerator: LoadGenerator = {
  traits,
  refuses(spec) {
    if (!spec.keepAlive) {
      return "h2load keeps its connections, as HTTP/2 is made for: leave --no-keep-alive out, or use --generator=stackbench";
    }
    return refusesByTraits(traits, spec);
  },
  async open(launcher, spec) {
    const version = await probeVersion(launcher, source, "--version", /^h2load nghttp2\/(\S+)/);
    const used = usedGenerator(traits, "closed", version);
    return new CommandSession(
      launcher,
      {
        name: "h2load",
        program: (seconds) => ({
          entry: { command: "sh" },
          arguments: [
            "-c",
            h2loadScript,
            "h2load",
            `${aroundSeconds}`,
            `${seconds}`,
            `${onlyRequest(spec).expect.status}`,
            ...h2loadArguments(spec, seconds),
          ],
        }),
        input: () => onlyRequest(spec).body,
        edges: h2loadEdges,
        read: (lines) => readH2load(lines, spec, used),
      },
      spec,
    );
  },
};

function h2loadArguments(spec: LoadSpec, seconds: number): string[] {
  const { method, path, headers, body } = onlyRequest(spec);
  return [
    // Without TLS by prior knowledge; over it nothing else is offered (by the name that older ones know, and newer ones take).
    "--no-tls-proto=h2c",
    ...(spec.tls ? ["--npn-list=h2"] : []),
    `--duration=${Math.ceil((seconds + 2 * aroundSeconds) * 1000)}ms`,
    `--clients=${spec.level.connections}`,
    `--max-concurrent-streams=${spec.streams ?? 1}`,
    `--threads=${spec.threads}`,
    `--connection-inactivity-timeout=${Math.max(1, Math.ceil(spec.timeoutMs))}ms`,
    // Where HTTP/1.1 has Host, HTTP/2 has this: servers refuse a request that has both and they differ.
    ...Object.entries(headers).map(([name, value]) => {
      return `--header=${name.toLowerCase() === "host" ? ":authority" : name}: ${value}`;
    }),
    // A body makes it a POST unless told.
    ...(body === "" ? [] : ["--data=/dev/fd/4"]),
    `--header=:method: ${method}`,
    ...(spec.address === undefined ? [] : [`--connect-to=${connectedTo(spec)}`]),
    `${spec.tls ? "https" : "http"}://${hostHeader(spec)}${path}`,
  ];
}
