import type { Selected } from "@stackbench/model";
import { expect, test } from "vitest";
import { describeApp } from "./describe-app.ts";

const shape = (name: string) => ({ name, purpose: `purpose of ${name}`, command: [], server: "s" });
const selected = (...ids: string[]) => ids.map((id) => sized(id)) as Selected[];
const sized = (id: string, workers = 1, threads = 1) => ({ variant: { id, workers, threads } });
const app = { id: "x", told: [], isWritten: true } as never;
const shapes = ["gunicorn", "gthread-1x4", "granian"].map(shape);

test("a shape at several sizes is one shape, and each other size says what it is", () => {
  const [gunicorn, gthread] = selected("gunicorn", "gthread-1x4");
  const others = [sized("gunicorn-w2", 2), sized("gunicorn-w5-t4", 5, 4)] as Selected[];
  const all = [gunicorn!, ...others, gthread!, sized("granian-w1") as Selected];
  expect(describeApp(app, { shapes }, all, [])).toEqual([
    expect.stringContaining("in 3 of 3 shapes, at 5 sizes (--shape=all: every one):"),
    "  gunicorn        purpose of gunicorn",
    "  gunicorn-w2     gunicorn with 2 workers",
    "  gunicorn-w5-t4  gunicorn with 5 workers of 4 threads",
    "  gthread-1x4     purpose of gthread-1x4",
    "  granian-w1      granian with 1 worker",
  ]);
  expect(describeApp(app, { shapes }, selected("granian"), [])[0]).toContain("in 1 of 3 shapes (");
});
