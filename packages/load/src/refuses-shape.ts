import type { LoadSpec } from "@stackbench/model";

/** Why nobody could send this: threads without connections, or a sequence that points nowhere. */
export function refusesShape(spec: LoadSpec): string | undefined {
  const { connections } = spec.level;
  if (spec.threads > connections) {
    return `${spec.threads} threads cannot share ${connections} connections: use at most as many threads as connections`;
  }
  const astray = spec.sequence.find((index) => index >= spec.requests.length);
  if (astray !== undefined) {
    return `the sequence names request ${astray}, but there are only ${spec.requests.length}`;
  }
  return undefined;
}

/** Why a generator without a schedule cannot keep to the level. */
export function refusesOpenLoop(spec: LoadSpec, name: string): string | undefined {
  return spec.level.loop === "closed"
    ? undefined
    : `${name} is driven in a closed loop only: leave --rate out, or use --generator=stackbench`;
}
