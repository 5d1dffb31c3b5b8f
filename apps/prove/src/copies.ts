import { basename } from "node:path";
import { chooseVariants } from "@stackbench/session";
import { UsageError, type Selected } from "@stackbench/model";

/** The same variant under several names: same image, same command, so that no difference is true. */
export function copiesOf({ stack, variant }: Selected, ids: readonly string[]): Selected[] {
  return ids.map((id) => ({ stack, variant: { ...variant, id } }));
}

/** The one variant that an option names. */
export async function chooseOne(stackOption: string): Promise<Selected> {
  const selected = await chooseVariants(stackOption);
  if (selected.length !== 1) {
    throw new UsageError(
      `--stack=${stackOption}: expected one variant such as node-http:bare, got ${selected.length}`,
    );
  }
  return selected[0]!;
}

/** `flask` of `flask:uwsgi` and of `./stacks/flask:uwsgi`: a stack's folder has its name. */
export function stackIdOf(stackOption: string): string {
  return basename(stackOption.split(":")[0]!);
}
