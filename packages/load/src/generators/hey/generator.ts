import { connectedTo, hostHeader } from "@stackbench/http1";
import type { GeneratorTraits, LoadGenerator, LoadSpec } from "@stackbench/model";
import { CommandSession } from "../../command-session.ts";
import { readHey } from "./read-hey.ts";
import { onlyRequest, refusesMix } from "../../refuses-mix.ts";
import { refusesOpenLoop, refusesShape } from "../../refuses-shape.ts";

const traits: GeneratorTraits = {
  id: "hey",
  // It does not tell its version.
  version: "unknown",
  loop: "closed",
  latencyOrigin: null,
  quantumUs: null,
  correction: "throughput only; the start of its process lies within the window's edges",
  sampleCap: 1_000_000,
  checks: "status",
};

/** hey, for throughput only. It adds `User-Agent`, and orders headers as it likes. */
export const heyGenerator: LoadGenerator = {
  traits: () => traits,
  refuses: (spec) => refusesShape(spec) ?? refusesOpenLoop(spec, "hey") ?? refusesMix(spec, "hey"),
  open: (launcher, spec) =>
    Promise.resolve(
      new CommandSession(
        launcher,
        {
          name: "hey",
          program: (seconds) => ({
            entry: { command: "hey" },
            arguments: heyArguments(spec, seconds),
          }),
          read: (lines) => readHey(lines, spec, traits),
        },
        spec,
      ),
    ),
};

function heyArguments(spec: LoadSpec, seconds: number): string[] {
  const request = onlyRequest(spec);
  const headers = Object.entries(request.headers);
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
    spec.address === undefined ? [] : ["-host", hostHeader(spec)],
    [`http://${connectedTo(spec)}${request.path}`],
  ].flat();
}
