import type {
  Knob,
  KnobOffer,
  LedgerEntry,
  TuningLedger,
  TuningProfileId,
} from "@stackbench/model";
import { fold } from "@stackbench/host";

export interface LedgerRequest {
  profile: TuningProfileId;
  knobs: readonly Knob[];
  offers: readonly KnobOffer[];
  /** By knob name; null, or no entry, where it could not be read. */
  readBack: Record<string, string | null>;
  /** Why a host-scope knob was not set, by name. */
  hostReasons: ReadonlyMap<string, string>;
}

/** One line a knob: asked for, found inside, and why they differ. */
export function composeLedger(request: LedgerRequest): TuningLedger {
  return { profile: request.profile, entries: request.knobs.map((knob) => entryOf(knob, request)) };
}

function entryOf(knob: Knob, request: LedgerRequest): LedgerEntry {
  const requested = fold(knob.value);
  const found = request.readBack[knob.name] ?? hostValue(knob, request);
  const effective = found === null ? null : fold(found);
  const line = { name: knob.name, scope: knob.scope, requested, effective };
  if (effective === requested) return { ...line, applied: true };
  return { ...line, applied: false, reason: reasonFor(knob, effective, request) };
}

function reasonFor(knob: Knob, effective: string | null, request: LedgerRequest): string {
  const hostReason = request.hostReasons.get(knob.name);
  if (knob.scope === "host" && hostReason !== undefined) return hostReason;
  const offer = request.offers.find(({ name }) => name === knob.name);
  if (offer !== undefined && offer.can !== "set") {
    const lower =
      offer.can === "set-up-to" && effective !== null && effective !== fold(offer.limit);
    return lower ? `${offer.reason}; the read-back inside differs from that too` : offer.reason;
  }
  if (effective === null) return "it could not be read back inside";
  if (knob.name === "nofile.soft" && effective === request.readBack["nofile.hard"]) {
    return "the program raised its soft limit to its hard one by itself";
  }
  return offer === undefined ? "the driver made no offer for it" : "the read-back inside differs";
}

/** What belongs to the host cannot be seen inside a namespace, and is the same everywhere. */
function hostValue(knob: Knob, request: LedgerRequest): string | null {
  if (knob.scope !== "host") return null;
  return request.offers.find(({ name }) => name === knob.name)?.current ?? null;
}
