import { judgeRatio, type FigureName } from "../claims.ts";
import { allOf } from "../judgement.ts";
import type { FigureId, Study } from "../study.ts";
import { shortWarmUp } from "./short-warm-up.ts";

const strategies = [
  "wsgi:gunicorn",
  "wsgi:gthread-1x4",
  "wsgi:gunicorn-2",
  "wsgi:gunicorn-4",
  "wsgi:gunicorn-2n1",
  "wsgi:gthread-2n1x4",
  "wsgi:gunicorn-8n",
  "asgi:uvicorn",
  "asgi:uvicorn-2n1",
  "asgi:hypercorn",
  "asgi:hypercorn-2n1",
];

const waiting = (variant: string): FigureName => ({
  step: "strategies",
  variant,
  workload: "upstream",
  figure: "throughput",
  name: variant,
});

const alone = (connections: 1 | 16): FigureName => ({
  step: "one-worker",
  variant: "wsgi:gunicorn",
  connections,
  figure: "throughput",
  name: `one worker with ${connections === 1 ? "one connection" : "16 connections"}`,
});

const computing = (variant: string, figure: FigureId = "throughput"): FigureName => ({
  step: "strategies",
  variant,
  workload: "hash-sort:loopCount=1",
  figure,
  name: figure === "memory" ? `memory of ${variant}` : variant,
});

const own = (variant: string, workload: "hello" | "upstream"): FigureName => ({
  step: "own-server",
  variant,
  workload,
  figure: "throughput",
  name: `${variant} on ${workload}`,
});

export const workerStrategy: Study = {
  name: "worker-strategy",
  title: "Multi-worker strategies for WSGI and ASGI",
  author: "the Azure App Service team",
  source: "advice for Python apps on Linux",
  steps: [
    {
      id: "strategies",
      title: "requests that wait 50 ms for another service, and requests that compute",
      command: "run",
      options: {
        stack: strategies.join(","),
        workload: "upstream,hash-sort:loopCount=1",
        connections: "16",
        rounds: "6",
        duration: "3s",
      },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
      usesAllCpus: true,
    },
    {
      id: "one-worker",
      title: "one worker of one thread, by the number of connections",
      command: "run",
      options: {
        stack: "wsgi:gunicorn",
        workload: "upstream",
        connections: "1,16",
        rounds: "6",
        duration: "3s",
      },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
      usesAllCpus: true,
    },
    {
      id: "own-server",
      title: "the framework's own server against one made for production",
      command: "run",
      options: {
        stack: "flask:direct,flask:gunicorn-2n1,flask:gthread-2n1x4",
        workload: "hello,upstream",
        connections: "16",
        rounds: "6",
      },
      short: { rounds: "3", duration: "500ms", warmup: shortWarmUp },
      usesAllCpus: true,
    },
  ],
  figures: [],
  claims: [
    {
      text: "one worker of one thread serves one request after the other: 16 connections get no more than one does",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: alone(16),
          other: alone(1),
          from: 0.8,
          to: 1.25,
        }),
    },
    {
      text: "threads help requests that wait",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: waiting("wsgi:gthread-1x4"),
          other: waiting("wsgi:gunicorn"),
          from: 2,
        }),
    },
    {
      text: "threads do not help requests that compute",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: computing("wsgi:gthread-1x4"),
          other: computing("wsgi:gunicorn"),
          to: 1.15,
        }),
    },
    {
      text: "workers help requests that compute, up to the cores (two workers on two)",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: computing("wsgi:gunicorn-2"),
          other: computing("wsgi:gunicorn"),
          from: 1.5,
        }),
    },
    {
      text: "more workers than 2n+1 serve no more computation, and only cost memory",
      judge: (runs) =>
        allOf([
          judgeRatio(runs, {
            figure: computing("wsgi:gunicorn-8n"),
            other: computing("wsgi:gunicorn-2n1"),
            to: 1.1,
          }),
          judgeRatio(runs, {
            figure: computing("wsgi:gunicorn-8n", "memory"),
            other: computing("wsgi:gunicorn-2n1", "memory"),
            from: 1.5,
          }),
        ]),
    },
    {
      text: "2n+1 workers are no worse than one a core for requests that compute, and better for those that wait",
      judge: (runs) =>
        allOf([
          judgeRatio(runs, {
            figure: computing("wsgi:gunicorn-2n1"),
            other: computing("wsgi:gunicorn-2"),
            from: 0.9,
          }),
          judgeRatio(runs, {
            figure: waiting("wsgi:gunicorn-2n1"),
            other: waiting("wsgi:gunicorn-2"),
            from: 1.5,
          }),
        ]),
    },
    {
      text: "the same of ASGI: more workers help requests that compute; those that wait need only one",
      judge: (runs) =>
        allOf(
          ["asgi:uvicorn", "asgi:hypercorn"].flatMap((server) => [
            judgeRatio(runs, {
              figure: computing(`${server}-2n1`),
              other: computing(server),
              from: 1.5,
            }),
            judgeRatio(runs, {
              figure: waiting(`${server}-2n1`),
              other: waiting(server),
              to: 1.25,
            }),
          ]),
        ),
    },
    {
      text: "a framework's own server is worst",
      judge: (runs) =>
        allOf(
          (["hello", "upstream"] as const).map((workload) =>
            judgeRatio(runs, {
              figure: own("flask:gthread-2n1x4", workload),
              other: own("flask:direct", workload),
              from: 1,
            }),
          ),
        ),
    },
  ],
  differences: [
    "The server may use all CPUs of this machine, the generator the last of them too: its requests are few and cost it next to nothing. The claims about cores need two.",
    "The study gives advice and no figures: there is nothing to put beside ours.",
  ],
};
