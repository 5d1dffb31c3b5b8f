import { fileName } from "../links.ts";
import type { Pair } from "./pairs-in.ts";

/** What a page of comparisons answers. */
export interface Question {
  factor: Pair["factor"];
  /** In words: `nginx in front or not?` */
  title: string;
  /** Of its page, in `comparisons/`. */
  file: string;
}

/** `serverCpus`: how many CPUs the server had, for it may be as many workers. */
export function questionOf(pair: Pair, serverCpus: number): Question {
  const { factor } = pair;
  const isCount = factor === "workers" || factor === "threads" || factor === "replicas";
  const [from, to] = [pair.fromValue, pair.toValue].map((value) =>
    isCount ? countName(Number(value), factor === "workers" ? serverCpus : 1) : value,
  ) as [string, string];
  return {
    factor,
    title: titleOf(factor, [from, to], pair.fromValue === "1"),
    file: fileName(`${factor}-${from}-or-${to}`.replaceAll(" ", "-")),
  };
}

const words = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

function countName(count: number, cpus: number): string {
  return cpus > 1 && count === cpus ? "one a core" : (words[count] ?? String(count));
}

function titleOf(factor: Pair["factor"], [from, to]: [string, string], isOne: boolean): string {
  switch (factor) {
    case "proxy":
      return from === "none" ? `${to} in front or not?` : `${from} or ${to} in front?`;
    case "workers":
    case "threads":
    case "replicas":
      return capital(`${from} ${isOne ? factor.slice(0, -1) : factor} or ${to}?`);
    case "protocol":
      return `${from} or ${to} between proxy and app?`;
    case "tls":
      return `TLS at the ${to} or not?`;
    case "socket":
      return `${from} or ${to} socket?`;
    default:
      return `${from} or ${to}?`;
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
