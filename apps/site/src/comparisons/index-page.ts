import type { HtmlDocument } from "@stackbench/report";
import { siteLinks } from "../links.ts";
import type { Comparison } from "./find-comparisons.ts";
import { factors, type Factor } from "./pairs-in.ts";

/** All questions that published runs have figures for, by what the compared differ in. */
export function comparisonsIndex(comparisons: readonly Comparison[]): HtmlDocument {
  const byFactor = Map.groupBy(comparisons, ({ question }) => question.factor);
  return {
    name: "comparisons",
    sentences: [
      comparisons.length === 0
        ? "No published run has two variants that differ in one thing alone."
        : "Pairs that differ in one thing alone, side by side in one run.",
    ],
    links: siteLinks(1),
    parts: factors.flatMap((factor) => {
      const ofFactor = byFactor.get(factor) ?? [];
      if (ofFactor.length === 0) return [];
      const links = ofFactor.map(({ question: { title, file } }) => ({ title, href: file }));
      return [{ title: headings[factor], links }];
    }),
  };
}

const headings: Record<Factor, string> = {
  server: "Another server",
  proxy: "A proxy in front",
  tls: "TLS or not",
  workers: "More workers",
  threads: "More threads",
  replicas: "More replicas",
  protocol: "Another protocol between proxy and app",
  socket: "Another socket",
  framework: "Another app in the same language",
  language: "Another language",
};
