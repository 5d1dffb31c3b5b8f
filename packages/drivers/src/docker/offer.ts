import type { Knob, KnobOffer } from "@stackbench/model";
import type { Readings } from "./read-back.ts";

/** What was found out by trying, before any sitting. */
export interface Findings {
  /** In a fresh pod that nothing was asked of. */
  defaults: Readings;
  /** Why the engine refused a knob, by name; those it took, or takes up to a number, are absent. */
  refusals: ReadonlyMap<string, string>;
  /** Highest `nofile` the engine can give; null where it gave what was asked. */
  nofileCap: number | null;
  /** Host-scope sysctls as this host shows them. */
  host: Readings;
}

/** What can be done with each knob, from what was found. Pure. */
export function offersFrom(knobs: readonly Knob[], findings: Findings): KnobOffer[] {
  return knobs.map((knob) => {
    if (knob.scope === "host") return hostOffer(knob, findings.host);
    if (knob.scope === "container") return limitOffer(knob, findings);
    return sysctlOffer(knob, findings);
  });
}

/** Of several machines, what can be done on all of them: for each knob the offer of the one that can do least. */
export function leastOf([first = [], ...others]: readonly KnobOffer[][]): KnobOffer[] {
  return first.map((offer, index) =>
    others.reduce((least, one) => lesser(least, one[index]!), offer),
  );
}

function lesser(one: KnobOffer, other: KnobOffer): KnobOffer {
  const rank = ({ can }: KnobOffer) => ["not-set", "set-up-to", "set"].indexOf(can);
  const isLess =
    one.can === "set-up-to" && other.can === "set-up-to"
      ? Number(other.limit) < Number(one.limit)
      : rank(other) < rank(one);
  return isLess ? other : one;
}

function hostOffer({ name }: Knob, host: Readings): KnobOffer {
  const current = host.get(name);
  return {
    name,
    can: "not-set",
    ...(current === undefined ? {} : { current }),
    reason: "it belongs to the host: only --tune-host changes it",
  };
}

function sysctlOffer({ name }: Knob, { defaults, refusals, host }: Findings): KnobOffer {
  const current = defaults.get(name);
  if (current === undefined) {
    const outside = host.get(name);
    return {
      name,
      can: "not-set",
      ...(outside === undefined ? {} : { current: outside }),
      reason: "not namespaced: it belongs to the host",
    };
  }
  const refusal = refusals.get(name);
  if (refusal !== undefined) {
    return { name, can: "not-set", current, reason: `the engine refused it: ${refusal}` };
  }
  return { name, can: "set", current };
}

function limitOffer({ name, value }: Knob, { defaults, nofileCap, refusals }: Findings): KnobOffer {
  const current = defaults.get(name);
  if (name !== "nofile.soft" && name !== "nofile.hard") {
    return { name, can: "not-set", reason: "the docker driver has no such limit" };
  }
  if (current === undefined) {
    return { name, can: "not-set", reason: "could not be read in a container" };
  }
  const refusal = refusals.get(name);
  if (refusal !== undefined) {
    return { name, can: "not-set", current, reason: `the engine refused it: ${refusal}` };
  }
  if (nofileCap === null || Number(value) <= nofileCap) return { name, can: "set", current };
  return {
    name,
    can: "set-up-to",
    limit: String(nofileCap),
    current,
    reason: `the engine's own hard limit is ${nofileCap}`,
  };
}
