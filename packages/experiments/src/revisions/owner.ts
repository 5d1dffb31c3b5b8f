import { formatIdentity, lifeOf, ownIdentity, parseIdentity } from "@stackbench/host";

const mark = "stackbench ab ";

/** The reason that this process locks its worktrees with: `stackbench ab`, and who it is. */
export function ownReason(): string {
  return mark + formatIdentity(ownIdentity());
}

/** Whether a lock's reason names an `ab` that has died; never for anybody else's lock, nor for one that cannot be seen from here. */
export function isLeftover(reason: string): boolean {
  if (!reason.startsWith(mark)) return false;
  const owner = parseIdentity(reason.slice(mark.length));
  return owner !== undefined && lifeOf(owner) === "dead";
}
