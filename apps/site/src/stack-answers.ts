import { perSecond } from "@stackbench/report";
import type { PublishedRun } from "./published-run.ts";

/**
 * What a run says of a stack, a sentence a workload, of its variant that serves most:
 * `hello: fastify:bare serves 21,310 requests/s, place 2-3 of 10 (2026-11-29).`
 */
export function stackAnswers({ dots, variants, startedAt }: PublishedRun, stack: string): string[] {
  const own = new Set(variants.filter((info) => info.stack === stack).map(({ key }) => key));
  return dots
    .filter(({ loop }) => loop === "closed")
    .flatMap(({ workload, picture: { rows } }) => {
      const best = rows.find(({ label, place }) => own.has(label) && place !== "");
      if (best === undefined) return [];
      const ranked = rows.filter(({ place }) => place !== "").length;
      const figure = `${best.label} serves ${perSecond(best.value)} requests/s`;
      return [
        `${workload}: ${figure}, place ${best.place} of ${ranked} (${startedAt.slice(0, 10)}).`,
      ];
    });
}
