import type { Selected } from "@stackbench/model";
import { expect, test } from "vitest";
import { describeApp } from "./describe-app.ts";

const shape = (name: string) => ({ name, purpose: `purpose of ${name}`, command: [], server: "s" });
const selected = (...ids: string[]) => ids.map((id) => ({ variant: { id } })) as Selected[];
const app = { id: "x", told: [], isWritten: true } as never;
const shapes = ["gunicorn", "gthread-1x4", "granian"].map(shape);

test("a shape at several sizes is one shape, each size with its purpose", () => {
  const all = selected("gunicorn", "gunicorn-w2", "gunicorn-w5-t4", "gthread-1x4");
  expect(describeApp(app, { shapes }, all, [])).toEqual([
    expect.stringContaining("in 2 of 3 shapes, at 4 sizes (--shape=all: every one):"),
    "  gunicorn        purpose of gunicorn",
    "  gunicorn-w2     purpose of gunicorn",
    "  gunicorn-w5-t4  purpose of gunicorn",
    "  gthread-1x4     purpose of gthread-1x4",
  ]);
  expect(describeApp(app, { shapes }, selected("granian"), [])[0]).toContain("in 1 of 3 shapes (");
});
