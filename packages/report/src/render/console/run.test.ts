import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { renderConsole } from "./run.ts";
import { summarise } from "../../summarise.ts";
import { displayWidth } from "./text-layout.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf, type CaseSketch } from "../../testing/run-of.ts";

const realistic = summarise(realisticRun());

function render(cases: CaseSketch[], columns = 100, explain = false): string {
  return renderConsole(summarise(runOf({ cases })), { columns, colour: false, explain });
}

function lineWith(text: string, part: string): string {
  // Below the answer, which names rows too.
  const rest = text.slice(text.indexOf("\n\n"));
  return rest.split("\n").find((line) => line.includes(part)) ?? "";
}

test.each([140, 100, 80, 60])("no line is wider than %i columns", (columns) => {
  const lines = renderConsole(realistic, { columns, colour: false }).split("\n");
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
});

/** The words of a group's heading line at a width. */
function headsAt(columns: number, group: number): string[] {
  const text = renderConsole(realistic, { columns, colour: false });
  const lines = text.split("\n").filter((line) => line.includes("stack:variant"));
  return lines[group]!.trim().split(/ {2,}| (?=±)/);
}

test("the narrower the terminal, the fewer columns; place, figure, change and verdict always stay", () => {
  expect(headsAt(150, 0).join("|")).toBe(
    "#|stack:variant|requests/s|±%|change|95 % interval|verdict|p50 ms p99 ms|user system|change|CPU %|MiB|%|notes",
  );
  expect(headsAt(100, 0).join("|")).toBe(
    "#|stack:variant|req/s|±%|change|±|verdict|p99 ms|/req|MiB|notes",
  );
  expect(headsAt(80, 0).join("|")).toBe("#|stack:variant|req/s|change|±|verdict|/req|notes");
  expect(headsAt(60, 0)).toEqual(expect.arrayContaining(["#", "req/s", "change", "verdict"]));
  // With a database there is more to fold.
  expect(headsAt(150, 2)).toContain("db");
});

test("a row reads as what was measured and how it stands to the anchor", () => {
  const at = (columns: number, name: string): string[] =>
    lineWith(renderConsole(realistic, { columns, colour: false }), ` ${name} `)
      .trim()
      .split(/\s{2,}| (?=±)/);
  expect(at(150, "express:bare")).toEqual([
    "5",
    "express:bare",
    "11,980 1.7",
    "−50.5 % −50.7 to −50.3",
    "slower",
    "5.15",
    "16.0",
    "51.6",
    "26.6",
    "×2.02",
    "99",
    "68",
    "0",
    "a",
  ]);
  expect(at(100, "express:bare")).toEqual(
    "5|express:bare|11,980 1.7|−50.5 %|±0.2|slower|16.0|78.3|68|a".split("|"),
  );
  expect(at(100, "node-http:bare").slice(0, 4)).toEqual([
    "1-2",
    "node-http:bare",
    "24,210 2.1",
    "anchor",
  ]);
  // What the generator limited is shown, and neither ranked nor compared.
  expect(at(100, "nginx:auto").slice(0, 4)).toEqual(["–", "nginx:auto", "62,470 2.0", "–"]);
});

test("the head says by which protocol, why it stopped, what the verdicts mean and what does not count", () => {
  const text = renderConsole(realistic, { columns: 200, colour: false, explain: true });
  expect(text).toContain(
    "protocol   quick (version 2), interleaved · stopped: all 13 rounds are held · 1 of 13 rounds spoilt by the host, 1 held in their place\n",
  );
  expect(text).toContain(
    "verdicts   against node-http:bare, the anchor · faster, slower: proven to differ, and beyond ±3 % at the best estimate · tie: proven within ±3 % · unresolved: needs more rounds\n",
  );
  expect(text).toContain("invalid    14 of 493 windows, in no estimate: errors 13, steal 1\n");
});

test("every group says how it was loaded, by what it is ranked and with whom compared", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false, explain: true });
  expect(text).toContain(
    "items · 64 connections, closed loop · 13 rounds × 5 s\ncompared by requests/s with node-http:bare\n",
  );
  expect(text).toContain("machine    2 × Intel Xeon @ 2.90GHz, 7.8 GiB, Debian 12");
  expect(text).toContain(
    "tuning     throughput: 2 of 3 limits as asked; nofile.hard 65536, not 131072",
  );
});

const manyRounds = [1, 0.98, 1.02, 1.01, 0.99, 1, 1.03, 0.97];

function openLoop(variant: string, throughput: number): CaseSketch {
  return {
    variant,
    workload: "hello",
    ratePerSecond: 1000,
    rounds: manyRounds.map((share) => ({ throughput: throughput * share })),
  };
}

test("an open loop shows latency and service time in columns of their own", () => {
  const run = runOf({
    rounds: manyRounds.length,
    cases: [openLoop("a:bare", 20_000), openLoop("b:bare", 10_000)],
  });
  const text = renderConsole(summarise(run), { columns: 140, colour: false });
  expect(text).toContain(
    "hello · 1,000 requests/s (poisson) on 64 connections, open loop · 8 rounds × 5 s\ncompared by p99 latency with a:bare\n",
  );
  const [spans, heads] = text
    .split("\n")
    .slice(-1 + text.split("\n").findIndex((line) => line.includes("stack:variant")));
  expect(spans).toMatch(/vs anchor +latency, ms +service, ms/);
  expect(heads).toMatch(/p50 +p90 +p99 +p99\.9 +p50 +p99/);
  expect(lineWith(text, " b:bare ")).toMatch(/^ *2 +b:bare +1,000 +×2\.00 .*slower/);
});

test.each([140, 100, 80, 60])(
  "an open loop's table fits %i columns, its p99 always in it",
  (columns) => {
    const run = runOf({
      rounds: manyRounds.length,
      cases: ["some-long-stack-name:cluster-nginx", "another-long-stack:cluster-nginx"].map(
        (variant, index) => ({ ...openLoop(variant, 20_000 - 9000 * index), workload: "items" }),
      ),
    });
    const lines = renderConsole(summarise(run), { columns, colour: false }).split("\n");
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
    expect(lines.find((line) => line.includes("stack:variant"))).toMatch(/verdict.*p99/);
  },
);

test("an anchor that cannot be compared is named, with who stands in for it", () => {
  const text = renderConsole(
    summarise(
      runOf({
        rounds: manyRounds.length,
        cases: [
          {
            variant: "dead:bare",
            workload: "hello",
            rounds: manyRounds.map(() => ({ stage: "ready", message: "exited", logLines: [] })),
          },
          ...["a:bare", "b:bare"].map((variant, index): CaseSketch => ({
            variant,
            workload: "hello",
            rounds: manyRounds.map((share) => ({ throughput: 1000 * share * (2 - index) })),
          })),
        ],
      }),
    ),
    { columns: 100, colour: false },
  );
  expect(text).toContain(
    "compared by requests/s with a:bare (dead:bare cannot be compared here)\n",
  );
});

test("too few rounds for any verdict say so", () => {
  const text = render(
    ["a:bare", "b:bare"].map((variant) => ({
      variant,
      workload: "hello",
      rounds: [{ throughput: 1000 }, { throughput: 1010 }, { throughput: 990 }],
    })),
    200,
    true,
  );
  expect(text).toMatch(/^a:bare and b:bare cannot be told apart by so few rounds\.$/m);
  expect(lineWith(text, " b:bare ")).toMatch(/^1-2 .* 0\.0 % +unresolved/);
  expect(text).toContain("fewer than 6 rounds prove only differences beyond ×1.4");
});

test("a noisy host is said above all tables, with advice", () => {
  const stolen = { kind: "steal", severity: "invalid", message: "30 % stolen" } as const;
  const text = render(
    [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 1, cautions: [stolen] }] }],
    200,
  );
  expect(text).toMatch(/\nnoisy-host: the host spoilt 1 of 1 rounds .*quieter time.*\n\nhello/);
});

test("a failure is told in full once, then referred to", () => {
  const text = renderConsole(realistic, { columns: 200, colour: false });
  expect(text.match(/FAILED at verify: GET \/hash-sort/g)).toHaveLength(1);
  expect(text.match(/FAILED at verify: as above/g)).toHaveLength(2);
  expect(text).toContain(
    "FAILED at window in 1 of 13 rounds: app killed for memory (limit 64 MiB)",
  );
});

test("figures of invalid windows stand in brackets and rounds lost are counted", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false });
  expect(lineWith(text, "node-http:nginx  ")).toMatch(/^ +– .*\(9,000\).*0\/13 b$/);
  expect(lineWith(text.slice(text.indexOf("\nitems ·") - 1), "aiohttp:bare")).toMatch(/12\/13 a$/);
});

test("advice stands below the table once, however many rows need it", () => {
  const text = renderConsole(realistic, { columns: 200, colour: false });
  expect(text.match(/efficiency, not scaling/g)).toHaveLength(1);
  expect(text).toContain("a  steal (37 windows, 1 of them invalid): 24 %");
});

test("colour only where it is asked for, and without changing the text", () => {
  const plain = renderConsole(realistic, { columns: 100, colour: false });
  const coloured = renderConsole(realistic, { columns: 100, colour: true });
  expect(stripVTControlCharacters(plain)).toBe(plain);
  expect(coloured).toContain("\u001b[");
  const trimmed = (text: string): string[] => text.split("\n").map((line) => line.trimEnd());
  expect(trimmed(stripVTControlCharacters(coloured))).toEqual(trimmed(plain));
});

test("names too long for the terminal lose their middle, not their ends", () => {
  const name = `${"a-very-long-stack-name-".repeat(4)}end:cluster-behind-nginx`;
  const text = render([{ variant: name, workload: "hello", rounds: [{ throughput: 1000 }] }], 80);
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  expect(text).toMatch(/a-very-lo\S*…\S*nginx/);
  expect(text).toContain("1,000");
});

test("what a server answered cannot steer the terminal or break the table", () => {
  const message = "expected Hello, got \u001b[2J\u001b]0;title\u0007\r\nevil\u0000 \u4f60\u597d";
  const text = render([
    { variant: "a:bare", workload: "hello", rounds: [{ stage: "verify", message, logLines: [] }] },
  ]);
  expect(text).toContain("FAILED at verify in 1 of 3 rounds: expected Hello, got evil� 你好");
});

test("an errors column that is not all zero stays where others go", () => {
  const cases: CaseSketch[] = [
    {
      variant: "some-quite-long-stack:variant",
      workload: "items",
      rounds: [{ throughput: 1000, load: { errors: { timeout: 3 } } }],
    },
  ];
  expect(lineWith(render(cases, 80), "stack:variant")).toMatch(/%\s+notes$/);
  expect(lineWith(render(cases, 80), "some-quite")).toContain("0.06");
});

test("a single round claims no spread", () => {
  const run = runOf({
    rounds: 1,
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 1000 }] }],
  });
  const text = renderConsole(summarise(run), { columns: 100, colour: false, explain: true });
  expect(text).not.toContain("±%");
  expect(text.replaceAll(/\s+/g, " ")).toContain("nothing tells whether a difference is chance");
});

test("a second generator's row names it and how far off it is", () => {
  const text = render([
    { variant: "a:bare", workload: "hello", rounds: [{ throughput: 1000 }] },
    {
      variant: "a:bare",
      workload: "hello",
      generator: "autocannon",
      rounds: [{ throughput: 800 }],
    },
  ]);
  expect(lineWith(text, "by autocannon  ")).toMatch(/^ +by autocannon +800 .*−20% a$/);
});

test("a run that has not measured anything says so", () => {
  const text = render([{ variant: "a:bare", workload: "hello", rounds: [] }]);
  expect(text).toContain("a:bare");
  expect(text).toContain("not measured yet");
});
