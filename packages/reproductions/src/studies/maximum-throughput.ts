import type { Workload } from "@stackbench/model";
import { curvesOf } from "@stackbench/experiments";
import { judgeRatio, judgeShare, type FigureName } from "../claims.ts";
import { allOf, type Judgement } from "../judgement.ts";
import type { CaseName, StepRuns, Study } from "../study.ts";
import { shortWarmUp } from "./short-warm-up.ts";

const nginx = "nginx:one";
const clients = [1, 2, 4, 8, 16, 32, 64, 128];

/** Theirs behind nginx, over uwsgi and a unix socket where it is WSGI. */
const served = {
  "uWSGI http": "wsgi:uwsgi-http",
  "uWSGI fastcgi": "wsgi:uwsgi-fastcgi",
  "uWSGI uwsgi": "wsgi:uwsgi-tcp",
  "WSGI callable": "wsgi:uwsgi-unix",
  Bottle: "bottle:uwsgi-unix",
  "Django without middleware": "django-min:uwsgi-unix",
  Flask: "flask:uwsgi-unix",
  CherryPy: "cherrypy:uwsgi-unix",
  Django: "django:uwsgi-unix",
  Tornado: "tornado:nginx",
  Twisted: "twisted:nginx",
  Go: "go-http:nginx",
  Node: "node-http:nginx",
} as const;
type Served = keyof typeof served;

const hello = (name: Served): CaseName => ({ variant: served[name], workload: "hello" });

const throughputOf = (name: Served): FigureName => ({
  ...hello(name),
  step: "servers",
  figure: "throughput",
  name,
});

const workOf = (name: string, workload: Workload): FigureName => ({
  variant: "django-min:uwsgi-unix",
  workload,
  step: "work",
  figure: "throughput",
  name,
});

/** `faster` serves at least what `slower` does. */
const atLeast = (faster: Served, slower: Served) => (runs: StepRuns) =>
  judgeRatio(runs, { figure: throughputOf(faster), other: throughputOf(slower), from: 1 });

export const maximumThroughput: Study = {
  name: "maximum-throughput",
  title: "Maximum Throughput",
  author: "Brian McDonnell",
  source: "PyCon Ireland",
  steps: [
    {
      id: "clients",
      title: "nginx alone, by the number of clients",
      command: "sweep",
      options: { stack: nginx, workload: "hello", connections: "1..128" },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
    },
    {
      id: "servers",
      title: "protocols, frameworks and other servers behind nginx",
      command: "run",
      options: { stack: Object.values(served).join(","), workload: "hello", rounds: "8" },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
    },
    {
      id: "work",
      title: "Django without middleware, by what it computes",
      command: "run",
      options: {
        stack: "django-min:uwsgi-unix",
        workload: "hello,render-name,render-table,lookup",
        rounds: "8",
      },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
    },
  ],
  figures: [
    {
      title: "Clients against nginx",
      step: "clients",
      figure: "throughput",
      unit: "requests/s",
      rows: [459, 899, 1747, 2155, 2976, 3434, 3780, 3755].map((published, index) => ({
        name: `${clients[index]} client${index === 0 ? "" : "s"}`,
        ours: { variant: nginx, workload: "hello", connections: clients[index]! },
        published,
      })),
    },
    {
      title: "Behind nginx, hello",
      step: "servers",
      figure: "throughput",
      unit: "requests/s",
      rows: (
        [
          ["WSGI callable", 1495],
          ["uWSGI uwsgi", 1319],
          ["uWSGI http", 1247],
          ["uWSGI fastcgi", 1177],
          ["Bottle", 1338],
          ["Django without middleware", 816],
          ["Flask", 708],
          ["CherryPy", 417],
          ["Django", 321],
          ["Tornado", 645],
          ["Twisted", 530],
          ["Go", 1305],
          ["Node", 721],
        ] as const
      ).map(([name, published]) => ({ name, ours: hello(name), published })),
    },
    {
      title: "Django without middleware, by work",
      step: "work",
      figure: "throughput",
      unit: "requests/s",
      rows: (
        [
          ["hello", 816],
          ["render-name", 689],
          ["render-table", 223],
          ["lookup", 71],
        ] as const
      ).map(([workload, published]) => ({
        name: workload,
        ours: { variant: "django-min:uwsgi-unix", workload },
        published,
      })),
    },
  ],
  claims: [
    {
      text: "throughput levels off at some number of clients",
      judge: judgeLevelling,
    },
    {
      text: "where it levels off, the server's CPU is full",
      judge: (runs) =>
        judgeShare(runs, {
          figure: shareAtMost("cpuShare", "CPU in use at 128 clients"),
          from: 0.9,
        }),
    },
    {
      text: "in nginx system time dominates over user time",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: shareAtMost("systemShare", "system time"),
          other: shareAtMost("userShare", "user time"),
          from: 1,
        }),
    },
    {
      text: "a unix socket beats tcp",
      judge: atLeast("WSGI callable", "uWSGI uwsgi"),
    },
    {
      text: "over tcp uwsgi is no slower than http, and http no slower than fastcgi",
      judge: (runs) =>
        allOf([
          atLeast("uWSGI uwsgi", "uWSGI http")(runs),
          atLeast("uWSGI http", "uWSGI fastcgi")(runs),
        ]),
    },
    {
      text: "every framework costs something before it reaches your code",
      judge: (runs) =>
        allOf(frameworks.map((framework) => atLeast("WSGI callable", framework)(runs))),
    },
    {
      text: "of the frameworks Bottle costs least",
      judge: (runs) =>
        allOf(
          frameworks
            .filter((framework) => framework !== "Bottle")
            .map((framework) => atLeast("Bottle", framework)(runs)),
        ),
    },
    {
      text: "Django with its middleware costs most",
      judge: (runs) =>
        allOf(
          frameworks
            .filter((framework) => framework !== "Django")
            .map((framework) => atLeast(framework, "Django")(runs)),
        ),
    },
    {
      text: "taking the middleware away about halves what Django costs (2 to 3.3 times the throughput; published 2.5)",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: throughputOf("Django without middleware"),
          other: throughputOf("Django"),
          from: 2,
          to: 3.3,
        }),
    },
    {
      text: "the more computation, the less throughput: hello, a name, a table, a lookup",
      judge: (runs) => {
        const works = [
          workOf("hello", "hello"),
          workOf("a name", "render-name"),
          workOf("a table", "render-table"),
          workOf("a lookup", "lookup"),
        ];
        return allOf(
          works
            .slice(1)
            .map((other, index) => judgeRatio(runs, { figure: works[index]!, other, from: 1 })),
        );
      },
    },
  ],
  differences: [
    "The study drove a machine over a network; here one CPU serves and another loads, over 127.0.0.1. It touches no claim that is a ratio or an order, and all absolute figures.",
    "nginx answers by itself with one worker, as there; servers behind it have one worker.",
    "All Python stacks render by Jinja2, compiled once, where the study had Django's own templates: it touches what rendering costs.",
  ],
};

const frameworks: readonly Served[] = [
  "Bottle",
  "Django without middleware",
  "Flask",
  "CherryPy",
  "Django",
];

function shareAtMost(figure: FigureName["figure"], name: string): FigureName {
  return { step: "clients", variant: nginx, workload: "hello", connections: 128, figure, name };
}

/** By the sweep's own conclusion. */
function judgeLevelling(runs: StepRuns): Judgement {
  const run = runs.get("clients");
  const [curve] = run ? curvesOf(run.record, run.table) : [];
  if (!curve?.saturation) return { verdict: "undecided", by: "too few valid windows" };
  const { levelsOffAt, hasLevelledOff } = curve.saturation;
  const bound =
    curve.generatorBoundFrom === null
      ? ""
      : `; from ${curve.generatorBoundFrom} on the generator was the limit`;
  if (bound !== "" && hasLevelledOff) {
    return { verdict: "undecided", by: `level from ${levelsOffAt} clients on${bound}` };
  }
  return hasLevelledOff
    ? { verdict: "holds", by: `level from ${levelsOffAt} clients on` }
    : { verdict: "does not hold", by: `still growing at ${levelsOffAt}` };
}
