import type { RunRecord } from "@stackbench/model";
import { factoredInfo, findFactorSteps, type FactorId } from "@stackbench/plan";
import {
  changeOf,
  compareFactors,
  hasInterval,
  percent,
  type FactorCase,
} from "@stackbench/report";
import { shapeName } from "./choose-app-variants.ts";

/** Layers of a shape, from the outside in. */
const layers: readonly FactorId[] = [
  "tls",
  "proxy",
  "protocol",
  "socket",
  "server",
  "settings",
  "workers",
  "threads",
];

/** Two shapes that were both measured. */
type LayerCase = FactorCase & { change: NonNullable<FactorCase["change"]> };

/** What each layer costs or brings: shapes that differ in one factor alone, each against the plainest of them. */
export function layersOf(record: RunRecord): LayerCase[] {
  const { variants } = record;
  const factored = variants.map((info) => factoredInfo(info, variants));
  const steps = findFactorSteps(factored, layers);
  // What did not come up is told as a failure.
  const cases = compareFactors(record, steps).filter(
    (one): one is LayerCase => one.change !== null,
  );
  return layers.flatMap((layer) => cases.filter(({ step }) => step.factor === layer));
}

/** `nginx in front costs 12 to 18 % (gunicorn-nginx against gunicorn)`. */
export function layerText(compared: LayerCase): string {
  return `${nameOf(compared)} ${effectOf(compared)}${pairOf(compared)}`;
}

/** For a page: what so few rounds prove nothing of is one sentence, whatever its number. */
export function layerSentences(layers: readonly LayerCase[]): string[] {
  const open = layers.filter(isOpen);
  if (open.length < 2) return layers.map((layer) => `${layerText(layer)}.`);
  return [
    ...layers.filter((layer) => !isOpen(layer)).map((layer) => `${layerText(layer)}.`),
    `Not proven to change anything by so few rounds: ${open.map((layer) => `${nameOf(layer)}${pairOf(layer)}`).join(", ")}.`,
  ];
}

function isOpen({ verdict, remarks, change }: LayerCase): boolean {
  return verdict === "unresolved" && !remarks.includes("unranked") && !hasInterval(change);
}

/** Settings are told by the names of their shapes already. */
function pairOf({ step: { factor, from, to } }: LayerCase): string {
  return factor === "settings" ? "" : ` (${shapeName(to)} against ${shapeName(from)})`;
}

function nameOf({ step: { factor, fromValue, toValue } }: LayerCase): string {
  switch (factor) {
    case "proxy":
      return fromValue === "none"
        ? `${toValue} in front`
        : `${toValue} in place of ${fromValue} in front`;
    case "tls":
      return `TLS at the ${toValue}`;
    case "protocol":
      return `${toValue} in place of ${fromValue} between proxy and app`;
    case "socket":
      return `a ${toValue} socket for ${fromValue}`;
    case "workers":
    case "threads":
      return `${toValue} ${factor} in place of ${fromValue}`;
    default:
      return `${toValue} in place of ${fromValue}`;
  }
}

function effectOf({ step: { factor }, change, verdict, remarks }: LayerCase): string {
  const isMany = factor === "workers" || factor === "threads";
  const [is, s] = isMany ? ["are", ""] : ["is", "s"];
  if (remarks.includes("unranked")) return `${is} not known: one of them may not be ranked`;
  if (verdict === "tie") return `change${s} nothing (equal within 3 %)`;
  const isBound = hasInterval(change);
  if (verdict === "unresolved") {
    const why = isBound ? `(${changeOf(change)})` : "by so few rounds";
    return `${is} not proven to change anything ${why}`;
  }
  const [low, high] = isBound ? [change.low, change.high] : [change.ratio, change.ratio];
  if (verdict === "slower") return `cost${s} ${reach(1 - high, 1 - low)} %`;
  if (low < 1.5) return `bring${s} ${reach(low - 1, high - 1)} %`;
  return `bring${s} ${reach(low, high, (times) => times.toFixed(1))} times as much`;
}

function reach(least: number, most: number, written = percent): string {
  const [low, high] = [written(least), written(most)];
  return low === high ? low : `${low} to ${high}`;
}
