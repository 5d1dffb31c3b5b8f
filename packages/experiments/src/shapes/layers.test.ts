import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { layerSentences, layersOf, layerText } from "./layers.ts";

const infos = {
  "mine:gunicorn": { server: "gunicorn", settings: "a" },
  "mine:gunicorn-2n1": { server: "gunicorn", settings: "a", workers: 5 },
  "mine:gunicorn-nginx": { server: "gunicorn", settings: "a", proxy: "nginx" },
  "mine:gunicorn-2n1-nginx": { server: "gunicorn", settings: "a", workers: 5, proxy: "nginx" },
  "mine:gunicorn-nginx-tls": {
    server: "gunicorn",
    settings: "a",
    proxy: "nginx",
    tls: "proxy",
    http2: "h2" as const,
  },
  "mine:gevent": { server: "gunicorn", settings: "b" },
  "mine:granian": { server: "granian", settings: "c" },
};

/** `scatter`: how far rounds differ beyond what both sides of a pair have in common. */
function told(figures: Record<string, number>, noise?: Noise): string[] {
  return layersIn(figures, noise).map(layerText);
}

interface Noise {
  rounds?: number;
  scatter?: number;
}

function layersIn(figures: Record<string, number>, { rounds = 8, scatter = 0.001 }: Noise = {}) {
  const run = runOf({
    rounds,
    infos: Object.fromEntries(
      Object.entries(infos).map(([key, info]) => [
        key,
        { workers: 1, proxy: "none", socket: "tcp", ...info },
      ]),
    ),
    cases: Object.entries(figures).map(([name, throughput], index) => ({
      variant: `mine:${name}`,
      workload: "hello" as const,
      rounds: Array.from({ length: rounds }, (_, round) => ({
        throughput:
          throughput * (1 + round / 70) * (1 + scatter * (((round * (index + 3)) % 5) - 2)),
      })),
    })),
  });
  return layersOf(run);
}

test("each layer is told by what shapes that differ in it alone serve, the plainer first", () => {
  const all = {
    gunicorn: 1000,
    "gunicorn-2n1": 1900,
    "gunicorn-nginx": 850,
    "gunicorn-2n1-nginx": 1895,
    gevent: 1000,
    granian: 1300,
  };
  expect(told(all)).toEqual([
    "nginx in front costs 15 % (gunicorn-nginx against gunicorn)",
    "nginx in front changes nothing (equal within 3 %) (gunicorn-2n1-nginx against gunicorn-2n1)",
    "granian in place of gunicorn brings 30 % (granian against gunicorn)",
    "gevent in place of gunicorn changes nothing (equal within 3 %)",
    "5 workers in place of 1 bring 1.9 times as much (gunicorn-2n1 against gunicorn)",
    "5 workers in place of 1 bring 2.2 times as much (gunicorn-2n1-nginx against gunicorn-nginx)",
  ]);
});

test("what is not certain has its ends: the true cost of 15 % lies between them", () => {
  const [proxy] = told({ gunicorn: 1000, "gunicorn-nginx": 850 }, { scatter: 0.01 });
  const [, least, most] = /^nginx in front costs ([\d.]+) to ([\d.]+) % /.exec(proxy!) ?? [];
  expect(Number(least)).toBeLessThan(15);
  expect(Number(most)).toBeGreaterThan(15);
});

test("what was not measured is not told, and few rounds prove nothing", () => {
  expect(told({ gunicorn: 1000, granian: 1000 }, { rounds: 2 })).toEqual([
    "granian in place of gunicorn is not proven to change anything by so few rounds (granian against gunicorn)",
  ]);
  expect(told({ gunicorn: 1000 })).toEqual([]);
});

test("a page tells in one sentence what so few rounds prove nothing of", () => {
  const few = layersIn({ gunicorn: 1000, granian: 1000, "gunicorn-nginx": 1000 }, { rounds: 2 });
  expect(layerSentences(few)).toEqual([
    "Not proven to change anything by so few rounds: nginx in front (gunicorn-nginx against gunicorn), granian in place of gunicorn (granian against gunicorn).",
  ]);
  const known = layersIn({ gunicorn: 1000, granian: 1300, "gunicorn-nginx": 850 });
  expect(layerSentences(known)).toEqual(known.map((layer) => `${layerText(layer)}.`));
});

test("TLS is a layer of its own: the same proxy with and without it", () => {
  const all = { gunicorn: 1000, "gunicorn-nginx": 850, "gunicorn-nginx-tls": 680 };
  expect(told(all)).toEqual([
    "TLS at the proxy costs 20 % (gunicorn-nginx-tls against gunicorn-nginx)",
    "nginx in front costs 15 % (gunicorn-nginx against gunicorn)",
  ]);
});
