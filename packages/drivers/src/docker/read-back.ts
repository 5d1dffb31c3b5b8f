import type Docker from "dockerode";
import { fold, parseLimit } from "@stackbench/host";
import { outputOf } from "@stackbench/lines";
import type { Knob } from "@stackbench/model";
import { launchIn } from "./launch.ts";
import type { Pod } from "./pod.ts";

/** What the readings script prints: `name=value` lines; a limit as its line in /proc/self/limits. */
export type Readings = ReadonlyMap<string, string>;

/**
 * Values found inside the sitting by knob name, in the app's first container on each machine; null where unreadable. Where
 * machines differ, all that was found: "4096 and 512".
 */
export async function readBackIn(
  pod: Pod,
  knobs: readonly Knob[],
): Promise<Record<string, string | null>> {
  const firsts = [...Map.groupBy(pod.membersOf("app"), ({ joins }) => joins)].map(
    async ([network, [app]]) =>
      await readBack(pod.container(app!), pod.container({ member: network }), knobs),
  );
  const found = await Promise.all(firsts);
  return Object.fromEntries(
    knobs.map(({ name }) => [name, oneOf(found.map((values) => values[name]!))]),
  );
}

function oneOf(values: readonly (string | null)[]): string | null {
  const distinct = [...new Set(values)];
  if (distinct.length === 1) return distinct[0]!;
  return distinct.map((value) => value ?? "unreadable").join(" and ");
}

async function readBack(
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
  const { code, lines } = await outputOf(program);
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
