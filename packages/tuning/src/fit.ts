import type { Knob, KnobOffer } from "@stackbench/model";

/** What to ask the driver for: offered knobs, at the value that can be had. Host-scope ones are never the driver's. */
export function fitKnobs(knobs: readonly Knob[], offers: readonly KnobOffer[]): Knob[] {
  return knobs.flatMap((knob) => {
    const offer = offers.find(({ name }) => name === knob.name);
    if (knob.scope === "host" || offer === undefined || offer.can === "not-set") return [];
    return [offer.can === "set" ? knob : { ...knob, value: atMost(knob.value, offer.limit) }];
  });
}

function atMost(wanted: string, limit: string): string {
  const [wantedNumber, limitNumber] = [Number(wanted), Number(limit)];
  return wantedNumber <= limitNumber ? wanted : limit;
}
