import type Docker from "dockerode";
import { fold, parseLimit } from "@stackbench/host";
import type { Knob } from "@stackbench/model";
import { launchIn } from "./launch.ts";

/** What the readings script prints: `name=value` lines; a limit as its line in /proc/self/limits. */
export type Readings = ReadonlyMap<string, string>;

/** Values found inside the sitting by knob name; null where unreadable. */
export async function readBack(
  app: Docker.Container,
  load: Docker.Container,
  knobs: readonly Knob[],
): Promise<Record<string, string | null>> {
  let readings = await readIn(app, knobs);
  // An image without a shell: the pod's network is the same seen from the load container.
  if (readings === undefined) {
    const network = knobs.filter((knob) => knob.scope !== "container");
    readings = (await readIn(load, network)) ?? new Map<string, string>();
  }
  const found = readings;
  return Object.fromEntries(knobs.map(({ name }) => [name, found.get(name) ?? null]));
}

async function readIn(
  container: Docker.Container,
  knobs: readonly Knob[],
): Promise<Readings | undefined> {
  const program = await launchIn(container, ["sh", "-c", readingScript(knobs)]);
  program.endInput();
  const lines: string[] = [];
  for await (const line of program.lines) lines.push(line);
  const { code } = await program.exited;
  return code === 0 ? parseReadings(lines) : undefined;
}

/** Prints one `name=value` line for each knob that can be read. POSIX sh, nothing but cat needed. */
export function readingScript(knobs: readonly Knob[]): string {
  const sysctls = knobs
    .filter((knob) => !knob.name.startsWith("nofile."))
    .map(({ name }) => {
      const path = `/proc/sys/${name.replaceAll(".", "/")}`;
      return `[ -r ${path} ] && echo "${name}=$(cat ${path})"`;
    });
  // What the container was given: its first process may have raised its own soft limit (Node
  // does), and two stacks under the same tuning must not seem to be under different ones.
  return [...sysctls, "cat /proc/self/limits", "exit 0"].join("\n");
}

/** White space folded to one blank. `nofile.soft` and `nofile.hard` come from the limits' table. */
export function parseReadings(lines: readonly string[]): Readings {
  const readings = new Map<string, string>();
  for (const line of lines) {
    const files = parseLimit(line, "Max open files");
    if (files) {
      readings.set("nofile.soft", files.soft);
      readings.set("nofile.hard", files.hard);
      continue;
    }
    const sysctl = /^([\w.-]+)=(.*)$/.exec(line);
    if (sysctl) readings.set(sysctl[1]!, fold(sysctl[2]!));
  }
  return readings;
}
