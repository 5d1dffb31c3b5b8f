import { connectedTo } from "@stackbench/http1";
import type { GeneratorTraits, LoadGenerator } from "@stackbench/model";
import { CommandSession } from "../../command-session.ts";
import { probeVersion } from "../../probe-version.ts";
import { readWrk } from "./read-wrk.ts";
import { refusesByTraits } from "../../refuses.ts";
import { usedGenerator } from "../../used-generator.ts";
import { wrkEndLine, wrkScript } from "./wrk-script.ts";

const source = { from: "debian", command: "wrk", package: "wrk" } as const;

const traits: GeneratorTraits = {
  id: "wrk",
  version: null,
  source,
  role: "yardstick",
  latencyOrigins: { closed: "actual-send" },
  clock: "foreign",
  quantumUs: 1,
  correction:
    "the samples it invents against coordinated omission are taken out again; the start of its process lies within the window's edges",
  sampleCap: null,
  checks: "status",
  warmUp: "apart",
  endsWindowsBy: "time",
  sends: "mixes",
  tellsParts: false,
  speaks: "http/1.1",
  threads: "any",
  nodes: "one",
  transports: ["tcp"],
  asksAnew: false,
};

/**
 * wrk reads its script once a thread and once more, by name, so it cannot come through a pipe.
 * The shell puts stdin into a file that has lost its name before wrk starts: nothing is left behind.
 */
const withScriptFromStdin =
  'f=$(mktemp) && cat > "$f" && exec 3< "$f" && rm "$f" && exec wrk -s /proc/self/fd/3 "$@" < /dev/null';

/** wrk from the distribution, the yardstick of closed loops. */
export const wrkGenerator: LoadGenerator = {
  traits,
  refuses(spec) {
    const { connections } = spec.level;
    if (connections % spec.threads !== 0) {
      return `wrk gives every thread equally many connections: ${connections} cannot be divided by ${spec.threads}`;
    }
    const unusual = spec.requests.find((request) => request.expect.status >= 400);
    if (unusual) {
      return `wrk counts every status above 399 as an error, ${unusual.method} ${unusual.path} expects ${unusual.expect.status}`;
    }
    return refusesByTraits(traits, spec);
  },
  async open(launcher, spec) {
    const version = await probeVersion(launcher, source, "-v", /^wrk (?:debian\/)?(\S+)/);
    return new CommandSession(
      launcher,
      {
        name: "wrk",
        program: (seconds) => ({
          entry: { command: "sh" },
          arguments: [
            "-c",
            withScriptFromStdin,
            "wrk",
            `-t${spec.threads}`,
            `-c${spec.level.connections}`,
            // It knows whole seconds only; what it really took is in its totals.
            `-d${Math.max(1, Math.ceil(seconds))}s`,
            "--timeout",
            `${Math.max(1, Math.ceil(spec.timeoutMs / 1000))}s`,
            `http://${connectedTo(spec)}/`,
          ],
        }),
        input: (run) => wrkScript(spec, run),
        edges: { last: wrkEndLine },
        read: (lines) => ({
          load: readWrk(lines, spec, usedGenerator(traits, "closed", version)),
        }),
      },
      spec,
    );
  },
};
