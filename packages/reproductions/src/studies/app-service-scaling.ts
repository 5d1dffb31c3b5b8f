import { judgeRatio, judgeShare, type FigureName } from "../claims.ts";
import { allOf } from "../judgement.ts";
import type { CaseName, FigureId, PublishedFigures, Study } from "../study.ts";
import { shortWarmUp } from "./short-warm-up.ts";

const [half, two, ten, sixteen] = [
  "wsgi:uwsgi-unix",
  "wsgi:uwsgi-unix-2",
  "wsgi:uwsgi-unix-10",
  "wsgi:uwsgi-unix-16",
] as const;
const single = "wsgi:uwsgi-cheaper-spare";
const scaled = `${single}-x3`;

const served = (variant: string, connections: number): CaseName => ({
  variant,
  connections,
});

const ofWorkers = (variant: string, users: number, figure: FigureId): FigureName => ({
  step: "workers",
  ...served(variant, users),
  figure,
  name: `${nouns[figure]} of ${variant} with ${users} users`,
});

const ofInstances = (variant: string, figure: FigureId): FigureName => ({
  step: "autoscale",
  ...served(variant, 6),
  figure,
  name: `${nouns[figure]} ${variant === scaled ? "with" : "without"} autoscaling`,
});

const nouns: Partial<Record<FigureId, string>> = {
  cpuShare: "CPU",
  longest: "longest request",
  taken: "time for the whole work",
  throughput: "throughput",
};

/** Workers and users, and the column of the published table. */
function publishedByWorkers(
  title: string,
  figure: FigureId,
  unit: string,
  values: readonly [number, number, number, number, number],
): PublishedFigures {
  const cases = [
    { name: "2 workers, 2 users", ours: served(two, 2) },
    { name: "2 workers, 4 users", ours: served(two, 4) },
    { name: "10 workers, 4 users", ours: served(ten, 4) },
    { name: "10 workers, 6 users", ours: served(ten, 6) },
    { name: "16 workers, 6 users", ours: served(sixteen, 6) },
  ];
  const rows = cases.map((one, index) => ({ ...one, published: values[index]! }));
  return { title, step: "workers", figure, unit, rows };
}

function publishedByInstances(
  title: string,
  figure: FigureId,
  unit: string,
  [without, withThree]: readonly [number, number],
): PublishedFigures {
  return {
    title,
    step: "autoscale",
    figure,
    unit,
    rows: [
      { name: "one instance", ours: served(single, 6), published: without },
      { name: "one to three instances", ours: served(scaled, 6), published: withThree },
    ],
  };
}

/** In the short form. */
const fewerLoops = { workload: "hash-sort:loopCount=5" };

export const appServiceScaling: Study = {
  name: "app-service-scaling",
  title: "Scaling Python Apps on App Service for Linux Containers",
  author: "J. Fultz",
  source: "advice for Python apps on Linux",
  steps: [
    {
      id: "workers",
      title: "requests that compute, by workers and users, on every CPU",
      command: "run",
      options: {
        stack: [half, two, ten, sixteen].join(","),
        workload: "hash-sort:loopCount=20",
        connections: "2,4,6",
        requests: "100",
        rounds: "6",
      },
      short: { ...fewerLoops, requests: "10", rounds: "3", warmup: shortWarmUp },
      usesAllCpus: true,
    },
    {
      id: "autoscale",
      title: "requests of six users, by one instance and by one to three of 0.3 CPUs each",
      command: "autoscale",
      options: {
        stack: single,
        workload: "hash-sort:loopCount=20",
        connections: "6",
        requests: "100",
        rounds: "6",
        "scale-at": "70%",
        for: "5s",
        max: "3",
        "cpus-limit": "0.3",
      },
      short: { ...fewerLoops, requests: "40", rounds: "3", for: "1s", warmup: shortWarmUp },
    },
  ],
  figures: [
    publishedByWorkers(
      "Longest request by workers and users",
      "longest",
      "ms",
      [1983, 16_469, 1818, 2834, 3147],
    ),
    publishedByWorkers(
      "Shortest request by workers and users",
      "shortest",
      "ms",
      [1428, 1887, 1330, 2010, 2257],
    ),
    publishedByWorkers("CPU by workers and users", "cpuShare", "%", [49, 47, 66, 60, 94]),
    publishedByInstances(
      "Time for the whole work (1,000 requests as published)",
      "taken",
      "s",
      [380, 245],
    ),
    publishedByInstances("Longest request, one instance or more", "longest", "ms", [21_001, 3484]),
    publishedByInstances("Shortest request, one instance or more", "shortest", "ms", [2270, 1160]),
  ],
  claims: [
    {
      text: "with few workers CPU levels off below the threshold of 70 %, however many users there are (two workers)",
      judge: (runs) =>
        allOf(
          [2, 4].map((users) =>
            judgeShare(runs, { figure: ofWorkers(two, users, "cpuShare"), to: 0.7 }),
          ),
        ),
    },
    {
      text: "the same of as many workers as half of two cores (one worker)",
      judge: (runs) =>
        allOf(
          [2, 4].map((users) =>
            judgeShare(runs, { figure: ofWorkers(half, users, "cpuShare"), to: 0.7 }),
          ),
        ),
    },
    {
      text: "more users on the same workers wait longer",
      judge: (runs) =>
        allOf(
          (
            [
              [two, 4, 2],
              [ten, 6, 4],
            ] as const
          ).map(([variant, more, fewer]) =>
            judgeRatio(runs, {
              figure: ofWorkers(variant, more, "longest"),
              other: ofWorkers(variant, fewer, "longest"),
              from: 1,
            }),
          ),
        ),
    },
    {
      text: "more workers lift CPU over the threshold of 70 %",
      judge: (runs) => judgeShare(runs, { figure: ofWorkers(sixteen, 6, "cpuShare"), from: 0.7 }),
    },
    {
      text: "autoscaling shortens the whole work",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: ofInstances(scaled, "taken"),
          other: ofInstances(single, "taken"),
          to: 1,
        }),
    },
    {
      text: "autoscaling lowers the longest request",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: ofInstances(scaled, "longest"),
          other: ofInstances(single, "longest"),
          to: 1,
        }),
    },
    {
      text: "autoscaling lifts throughput",
      judge: (runs) =>
        judgeRatio(runs, {
          figure: ofInstances(scaled, "throughput"),
          other: ofInstances(single, "throughput"),
          from: 1,
        }),
    },
  ],
  differences: [
    "The study's two workers used half of its instance's CPU; two workers fill two cores here. So the claim of few workers is judged on two, as published, and on one too. With other numbers of cores neither is the study's case.",
    "Instances of App Service are machines of their own. Here each replica is a container that may use 0.3 CPUs, so that three of them fit on the server's one CPU and none takes from another; the absolute times are those of so small an instance.",
    "The number of workers is fixed in the first step, by uWSGI's cheaper subsystem (spare, 2 at first, step 2, up to 16) in the second. Its idle time of 300 s never comes in such windows, and is left out.",
    "CPU has to be at 70 % for 5 s here (1 s in the short form) and a replica takes about a second or two to come; the platform looks at minutes, over which the study's work ran as well.",
    "All users ask without a pause between two requests. Work is 100 requests in place of 200 and 1,000, for each takes two tenths of a second of CPU time here; in the short form 10 and 40 requests, of 5 loops in place of 20. It touches the absolute times alone.",
  ],
};
