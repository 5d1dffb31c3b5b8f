import type { Selected } from "@stackbench/model";
import { expect, test } from "vitest";
import { describeApp } from "./describe-app.ts";

const shape = (name: string) => ({ name, purpose: `purpose of ${name}`, command: [], server: "s" });
const selected = (...ids: string[]) => ids.map((id) => sized(id)) as Selected[];
const sized = (id: string, workers: number | string = 1, threads = 1) => ({
  variant: { id, workers, threads },
});
const app = { id: "x", told: [], isWritten: true } as never;
const shapes = ["gunicorn", "gthread-1x4", "granian"].map(shape);

test("a shape at several sizes is one shape, and each other size says what it is", () => {
  const [gunicorn, gthread] = selected("gunicorn", "gthread-1x4");
  const others = [sized("gunicorn-w2", 2), sized("gunicorn-w5-t4", 5, 4)] as Selected[];
  const all = [gunicorn!, ...others, gthread!, sized("granian-w1") as Selected];
  expect(describeApp(app, { shapes }, all, [], 1)).toEqual([
    expect.stringContaining("in 3 of 3 shapes, at 5 sizes (--shape=all: every one):"),
    "  gunicorn        purpose of gunicorn",
    "  gunicorn-w2     gunicorn with 2 workers",
    "  gunicorn-w5-t4  gunicorn with 5 workers of 4 threads",
    "  gthread-1x4     purpose of gthread-1x4",
    "  granian-w1      granian with 1 worker",
  ]);
  expect(describeApp(app, { shapes }, selected("granian"), [], 1)[0]).toContain(
    "in 1 of 3 shapes (",
  );
});

test.each([
  [1, "2 workers here", "3 workers"],
  [4, "4 workers here", "9 workers"],
])("numbers that go by the server's CPUs are told for %i", (cpuCount, ofCluster, advised) => {
  const all = [sized("granian", "cpus"), sized("gunicorn-w2n1-t4", "2n+1", 4)] as Selected[];
  const [, ...lines] = describeApp(app, { shapes }, all, [], cpuCount);
  expect(lines).toEqual([
    `  granian           purpose of granian (${ofCluster})`,
    `  gunicorn-w2n1-t4  gunicorn with ${advised} of 4 threads`,
  ]);
});
