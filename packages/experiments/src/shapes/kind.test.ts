import { changeInterval, percentChange, summarise, type Row } from "@stackbench/report";
import { runOf, service, type WindowSketch } from "@stackbench/report/testing";
import { parseCommandLine } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { shapes } from "./kind.ts";

const gunicorn = [
  "sh",
  "-c",
  'exec gunicorn --bind=$HOST:$PORT --workers=$WORKERS --threads=$THREADS "$0"',
  "app:app",
];
const granian = ["sh", "-c", 'exec granian --port=$PORT --workers=$WORKERS "$0"', "app:app"];
const mebibyte = 2 ** 20;

interface Made {
  /** Requests/s by shape, and seconds of CPU time in its windows of five seconds. */
  figures: Record<string, [throughput: number, cpuSeconds: number]>;
  rounds?: number;
  /** Share of the server's CPU that programs outside the run had. */
  others?: number;
  details?: { interface?: "go" | "command"; cpuCount?: number };
  more?: (shape: string, round: number) => Partial<WindowSketch>;
}

function conclude({ figures, rounds = 6, others = 0, details, more }: Made) {
  const run = runOf({
    rounds,
    experiment: { anchor: "mine:gunicorn", cpus: { server: [0], load: [1], database: [0] } },
    infos: {
      "mine:gthread": { threads: 4, server: "gunicorn" },
      "mine:wide": { workers: 8, server: "gunicorn" },
      "mine:granian": { server: "granian", versions: { granian: "2.8.7" } },
    },
    cases: Object.entries(figures).map(([name, [throughput, cpu]]) => ({
      variant: `mine:${name}`,
      workload: "hello",
      rounds: Array.from({ length: rounds }, (_, round) => ({
        throughput: throughput * (1 + round / 100),
        use: {
          services: { app: service(cpu, 0, 40 * mebibyte), load: service(2, 1, mebibyte) },
          host: {
            stealShare: 0,
            busyShareByCpu: { 0: cpu / 5 + others, 1: 0.6 },
            programShareByCpu: { 0: cpu / 5 + others, 1: 0.6 },
          },
        },
        ...more?.(name, round + 1),
      })),
    })),
    run: {
      question: {
        kind: "shapes",
        details: {
          interface: "wsgi",
          path: "/",
          plainest: "mine:gunicorn",
          cpuCount: 1,
          commands: {
            "mine:gunicorn": gunicorn,
            "mine:gthread": gunicorn,
            "mine:wide": gunicorn,
            "mine:granian": granian,
          },
          ...details,
        },
      },
    },
  });
  const { table, ...outcome } = shapes.conclude(run, summarise(run));
  const text = table({ columns: 200, colour: false });
  return { ...outcome, text, answer: text.trim().split("\n\n")[0]!.replaceAll("\n", " ") };
}

test.each([4, 6])("what threads bring is told as the table tells it, in %i rounds", (rounds) => {
  const { answer, json } = conclude({
    figures: { gunicorn: [100, 1], gthread: [390, 4], granian: [120, 1] },
    rounds,
  });
  const { rows } = json as { rows: Row[] };
  const { ratio, interval, verdict } = rows.find(({ variant }) => variant === "gthread")!.relative!;
  expect(verdict).toBe("faster");
  const ends = interval && `, ${changeInterval(ratio, interval.low, interval.high)}`;
  expect(answer).toContain(
    `more threads help this work (1 to 4 with 1 worker: ${percentChange(ratio)}${ends ?? ""})`,
  );
});

test("an app that computes: the shape that is faster comes first and is ready to paste, and threads bring nothing", () => {
  const { answer, text, json, code } = conclude({
    figures: { gunicorn: [100, 4.9], gthread: [99, 4.9], granian: [220, 4.9] },
  });
  expect(code).toBe(0);
  expect(answer).toMatch(
    /^granian serves 2\.20 times what gunicorn \(the plainest\) does, at the same memory/,
  );
  expect(answer).toMatch(
    /the app is CPU-bound \(.* ms of CPU time a request, a worker's CPU \d+ % busy\)/,
  );
  expect(answer).toContain("more threads do not help (1 to 4 with 1 worker");
  // Said once: the rows have no answer of their own beside it.
  expect(text.match(/ serves /g)).toHaveLength(1);
  expect(text).toContain("pip install granian==2.8.7\n  granian --port=8000 --workers=1 app:app\n");
  expect(json).toMatchObject({
    shape: "granian",
    work: { kind: "computes" },
    recipe: { command: "granian --port=8000 --workers=1 app:app" },
  });
});

test("a shape that serves some percent more: said in a sentence that ends as it should", () => {
  const { answer } = conclude({
    figures: { gunicorn: [100, 4.9], gthread: [99, 4.9], granian: [130, 4.9] },
  });
  expect(answer).toMatch(/^granian serves 30 % more than gunicorn \(the plainest\), at the same/);
});

test("what is ready to paste is the same on the page as on the console", () => {
  const { text, page } = conclude({
    figures: { gunicorn: [220, 4.9], gthread: [99, 4.9], granian: [100, 4.9] },
  });
  const { title, commands, files } = page!.toPaste!;
  expect(title).toBe("gunicorn, ready to paste");
  expect(files.map(({ lead }) => lead)).toContain("the same as gunicorn.conf.py:");
  const parts = [
    title,
    ...commands,
    ...files.flatMap(({ lead, lines }) => [lead, lines.join("\n  ")]),
  ];
  const places = parts.map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test("an app that waits: its CPU is idle, and threads help", () => {
  const { answer, json } = conclude({
    figures: { gunicorn: [20, 0.1], gthread: [80, 0.4], granian: [20, 0.1] },
  });
  expect(answer).toContain("gthread serves 4.0 times what gunicorn (the plainest) does");
  expect(answer).toContain("the app waits");
  expect(answer).toContain("more threads help this work");
  expect(json).toMatchObject({ shape: "gthread", work: { kind: "waits" } });
});

test("what layers cost stands between the table and the shape to take", () => {
  const { text, json, page } = conclude({
    figures: { gunicorn: [100, 4.9], gthread: [99, 4.9], granian: [220, 4.9] },
  });
  const layers = [
    "granian in place of gunicorn brings 2.2 times as much (granian against gunicorn)",
    "4 threads in place of 1 change nothing (equal within 3 %) (gthread against gunicorn)",
  ];
  const head = "what each layer costs or brings, of shapes that differ in nothing else:";
  expect(text).toContain([head, ...layers.map((line) => `  ${line}`), ""].join("\n"));
  expect(text.indexOf(head)).toBeLessThan(text.indexOf("ready to paste"));
  expect(page!.sentences.slice(1)).toEqual(layers.map((line) => `${line}.`));
  expect(json).toMatchObject({ layers: [{ verdict: "faster" }, { verdict: "tie" }] });
});

test("where others had the server's CPU, an app that has little of it need not wait", () => {
  const figures: Made["figures"] = { gunicorn: [20, 2], granian: [20, 2] };
  expect(conclude({ figures }).answer).toContain("the app waits");
  expect(conclude({ figures, others: 0.1 }).answer).toContain("the app waits");
  const { answer, json } = conclude({ figures, others: 0.5 });
  expect(answer).toContain(
    "what kind of work the app does is not known: other programs had 50 % of the server's CPUs meanwhile",
  );
  expect(json).toMatchObject({ work: { kind: "unknown" } });
  const full: Made["figures"] = { gunicorn: [20, 4.5], granian: [20, 4.5] };
  expect(conclude({ figures: full, others: 0.1 }).answer).toContain("the app is CPU-bound");
});

test.each([
  [2, /the app waits \(.*, CPU only 10 % busy\): more requests at once help/],
  [19.6, /the app is CPU-bound \(.*, CPU 98 % busy\)/],
  [
    7.5,
    /what kind of work the app does is not known: it used 1.5 CPUs, and how many a worker of it can use is not known/,
  ],
])(
  "one worker that may use all of four CPUs, %d s of CPU time in 5 s: a full CPU is not yet a full server",
  (cpu, wanted) => {
    const { answer } = conclude({
      figures: { gunicorn: [100, cpu], granian: [100, cpu] },
      details: { interface: "go", cpuCount: 4 },
    });
    expect(answer).toMatch(wanted);
  },
);

test("where nothing is proven to be faster the plainest is what is taken", () => {
  const { answer, json } = conclude({ figures: { gunicorn: [100, 4.9], granian: [100.1, 4.9] } });
  expect(answer).toContain("no shape is proven to serve more than gunicorn (the plainest) does");
  expect(json).toMatchObject({
    shape: "gunicorn",
    recipe: { command: "gunicorn --bind=0.0.0.0:8000 --workers=1 --threads=1 app:app" },
  });
  const best = conclude({ figures: { gunicorn: [200, 4.9], granian: [100, 4.9] } });
  expect(best.answer).toMatch(/^gunicorn \(the plainest\) serves most;/);
});

test("the plainest serves most only where that is proven, and what so few rounds tell nothing of is said", () => {
  const alike: Made["figures"] = { gunicorn: [100.1, 4.9], granian: [100, 4.9] };
  const unproven = "no shape is proven to serve more than gunicorn \\(the plainest\\) does";
  expect(conclude({ figures: alike }).answer).toMatch(new RegExp(`^${unproven};`));
  for (const throughput of [50, 200]) {
    const figures: Made["figures"] = { gunicorn: [throughput, 4.9], granian: [100, 4.9] };
    const { answer } = conclude({ figures, rounds: 1 });
    expect(answer).toMatch(
      new RegExp(`^${unproven}, by so few rounds \\(a longer --budget or more --rounds\\);`),
    );
  }
});

test("a round in which the most workers answered nothing is left out, as one without a valid window is", () => {
  const inRound = (sketch: Partial<WindowSketch>): Made => ({
    figures: { gunicorn: [100, 1], granian: [120, 1], wide: [390, 4] },
    more: (shape, round) => (shape === "wide" && round === 2 ? sketch : {}),
  });
  const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;
  const { answer } = conclude(inRound({ throughput: 0 }));
  expect(answer).toContain("more workers help this work (1 to 8 with 1 thread each: ×3.90");
  expect(answer).toBe(conclude(inRound({ cautions: [spoilt] })).answer);
});

test.each([
  ["wide", /^granian serves 20 % more than gunicorn \(the plainest\)/, "granian"],
  ["gunicorn", /^no shape can be named: the notes of its rows say why;/, null],
])("where %s never answered, it is a row and nothing else", (silent, wanted, shape) => {
  const { answer, text, json } = conclude({
    figures: { gunicorn: [100, 1], granian: [120, 1], wide: [390, 4] },
    more: (name) => (name === silent ? { throughput: 0 } : {}),
  });
  expect(answer).toMatch(wanted);
  expect(answer).not.toContain("more workers");
  expect(json).toMatchObject({ shape });
  expect(text).toMatch(new RegExp(`^– +mine:${silent} +0 `, "m"));
});

function read(...words: string[]) {
  return shapes.read(parseCommandLine(shapes.command, words));
}

test("what is typed is read once", () => {
  const request = read(
    "/x/my-app",
    "--shape=gunicorn*,granian",
    "--workers=1,2n+1",
    "--threads=4",
    "--path=/a",
  );
  expect(request).toMatchObject({
    directory: "/x/my-app",
    shapes: ["gunicorn*", "granian"],
    sizes: { workers: [1, "2n+1"], threads: [4] },
    path: "/a",
    isDryRun: false,
  });
  expect(read("/x", "--http=a.http#b")).toMatchObject({
    path: undefined,
    asked: { from: "http", file: "a.http", only: ["b"] },
  });
  expect(read("/x", "--only=a,b")).toMatchObject({ asked: undefined, only: ["a", "b"] });
  expect(read("/x", "--body={}").asked).toMatchObject({ request: { method: "POST", path: "/" } });
  const image = read("--image=acme/shop:1", "--port=3000");
  expect(image).toMatchObject({ image: "acme/shop:1", directory: undefined, port: 3000 });
  expect(read("/x", "--init")).toMatchObject({ isInit: true, isDryRun: true });
  expect(read("/x", "--driver=docker")).toMatchObject({ directory: "/x" });
});

test.each([
  [["a", "b"], "expected one folder, got a b"],
  [
    ["a", "--path=x"],
    '--path: expected a path from its slash on, percent-encoded, such as /x?y=1; got "x"',
  ],
  [["a", "--port=0"], '--port: expected a whole number from 1 to 65535, got "0"'],
  [["--image=x", "--init"], "--init: expected a folder without --image"],
  [["a", "--shape=,"], '--shape: expected names or globs, got ""'],
  [["a", "--http=x", "--path=/x"], "--http: expected no path with it"],
  [["a", "--workers=0"], "--workers: expected numbers from 1 to 512"],
  [["a", "--connections=1,2"], "--connections: expected one number"],
  [["a", "--generator-threads=x"], "--generator-threads"],
  [
    ["a", "--driver=process"],
    "--driver=process: expected docker, for an app as it is needs containers of one machine; a server that already runs is measured without, by `bench --url=`",
  ],
  [["a", "--driver=swarm"], "--driver=swarm: expected docker, for an app as it is needs"],
  [["a", "--driver=podman"], "--driver: expected "],
  [["a", "--follow", "--no-follow"], "--follow: expected it or --no-follow, got both"],
])("%j is refused", (words, message) => {
  expect(() => read(...words)).toThrow(message);
});
