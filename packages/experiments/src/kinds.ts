import { UsageError } from "@stackbench/model/errors";
import type { Question } from "@stackbench/model";
import type { Command } from "@stackbench/terminal";
import type { ExperimentKind, ExperimentRequest, Found } from "./kind.ts";
import { listedKinds, type KindName } from "./listed-kinds.ts";
import type { RegisteredKind } from "./register-kind.ts";

export { listedNightly } from "./listed-kinds.ts";

/** A kind that is known by what lists say of it: all else is read once it is wanted. */
export interface KnownKind {
  /** Stands in the head of each of its runs. */
  name: KindName;
  command: Pick<Command, "name" | "summary">;
  load(): Promise<RegisteredKind>;
}

/** Every kind of experiment: one folder, its words in `listed-kinds.ts`, and one line here. */
const loads: Readonly<Record<KindName, () => Promise<RegisteredKind>>> = {
  compare: async () => registered((await import("./compare/kind.ts")).compare),
  ab: async () => registered((await import("./ab/kind.ts")).ab),
  factors: async () => registered((await import("./factors/kind.ts")).factors),
  sweep: async () => registered((await import("./sweep/kind.ts")).sweep),
  workers: async () => registered((await import("./workers/kind.ts")).workers),
  soak: async () => registered((await import("./soak/kind.ts")).soak),
  startup: async () => registered((await import("./startup/kind.ts")).startup),
  cost: async () => registered((await import("./cost/kind.ts")).cost),
  connections: async () => registered((await import("./connections/kind.ts")).connections),
  mix: async () => registered((await import("./mix/kind.ts")).mix),
  profile: async () => registered((await import("./profile/kind.ts")).profile),
  capacity: async () => registered((await import("./capacity/kind.ts")).capacity),
  autoscale: async () => registered((await import("./autoscale/kind.ts")).autoscale),
  shapes: async () => registered((await import("./shapes/kind.ts")).shapes),
};

async function registered<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
): Promise<RegisteredKind> {
  const { registerKind } = await import("./register-kind.ts");
  return registerKind(kind);
}

/** The first is the one that a plain `bench` holds. */
export const kinds: readonly KnownKind[] = (Object.keys(listedKinds) as KindName[]).map((name) => ({
  name,
  command: listedKinds[name],
  load: loads[name],
}));

/** The kind that a run was held for. Throws UsageError for one that this version does not know. */
export async function kindOf({ kind }: Question): Promise<RegisteredKind> {
  const found = kinds.find(({ name }) => name === kind);
  if (found) return await found.load();
  throw new UsageError(
    `expected a run of one of ${kinds.map(({ name }) => name).join(", ")}, got one of "${kind}", which another stackbench wrote`,
  );
}
