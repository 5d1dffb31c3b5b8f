import type { LoadRequest, LoadSpec } from "@stackbench/model";

/** Why a generator that sends one request over and over cannot send this. */
export function refusesMix(spec: LoadSpec, name: string): string | undefined {
  const kinds = new Set(spec.sequence).size;
  if (kinds > 1) return `${name} sends one request only, this workload is a mix of ${kinds}`;
  return onlyRequest(spec).numbers === undefined
    ? undefined
    : `${name} sends the same bytes over and over, this workload asks with another number each time: use --generator=stackbench, autocannon or wrk`;
}

/** The one request of a spec that is no mix. */
export function onlyRequest(spec: LoadSpec): LoadRequest {
  return spec.requests[spec.sequence[0]!]!;
}
