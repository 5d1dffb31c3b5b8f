import { resolve } from "node:path";
import { UsageError, variantKey, type Stack } from "@stackbench/model";
import { expect, test } from "vitest";
import { loadCatalog } from "./load-catalog.ts";
import { selectVariants } from "./select-variants.ts";
import { sizedVariant } from "./sized-variant.ts";

const root = resolve(import.meta.dirname, "../../..");
const catalog = await loadCatalog(root);
const stackOf = (id: string): Stack => catalog.stacks.find((stack) => stack.id === id)!;
const select = (...patterns: string[]) => selectVariants(catalog, patterns, root);

// The numbers of workers and threads come to the server as $WORKERS and $THREADS: what is run stays the shape's.
test.each([
  ["wsgi:gunicorn-w5-t4", "wsgi:gunicorn", 5, 4],
  ["wsgi:gthread-1x4-w3-t1", "wsgi:gthread-1x4", 3, 1],
  ["flask:uwsgi-unix-w10-t2", "flask:uwsgi-unix", 10, 2],
  ["fastapi:uvicorn-w9", "fastapi:uvicorn", 9, 1],
  ["asgi:gunicorn-uvicorn-w2n1", "asgi:gunicorn-uvicorn", "2n+1", 1],
  ["express:cluster-w3", "express:cluster", 3, 1],
  ["node-http:cluster-nginx-wcpus", "node-http:cluster-nginx", "cpus", 1],
  ["tornado:multi-w16", "tornado:multi", 16, 1],
])("%s is %s with %s workers of %s threads", async (name, plain, workers, threads) => {
  const [sized, ...others] = await select(name);
  const [base] = await select(plain);
  expect(others).toEqual([]);
  expect(variantKey(sized!.variant)).toBe(name);
  expect(sized!.variant).toEqual({ ...base!.variant, id: name.split(":")[1], workers, threads });
});

test("replicas are asked of what has a proxy, with workers and without", async () => {
  const [alone, both] = await select("flask:gunicorn-nginx-x3", "flask:uwsgi-unix-w16-x2");
  const [base] = await select("flask:uwsgi-unix");
  expect(alone!.variant).toMatchObject({ id: "gunicorn-nginx-x3", replicas: 3, workers: 1 });
  expect(both!.variant).toEqual({
    ...base!.variant,
    id: "uwsgi-unix-w16-x2",
    workers: 16,
    replicas: 2,
  });
  await expect(select("flask:gunicorn-x3")).rejects.toThrow(
    "flask:gunicorn cannot have several replicas: expected a variant behind a proxy",
  );
});

test("sized variants stand behind the stack's own, in the order in which they were named", async () => {
  const selected = await select(
    "wsgi:gunicorn-w9",
    "wsgi:gunicorn-w3",
    "flask:direct",
    "wsgi:direct",
  );
  expect(selected.map(({ variant }) => variantKey(variant))).toEqual([
    "flask:direct",
    "wsgi:direct",
    "wsgi:gunicorn-w9",
    "wsgi:gunicorn-w3",
  ]);
});

test.each([
  [
    "tornado:bare-w4",
    "tornado:bare cannot have other numbers of workers: expected one of tornado:multi",
  ],
  [
    "twisted:bare-w4",
    'whose stack.json says so ("adjustable": ["workers"]); no variant of twisted',
  ],
  [
    "fastapi:uvicorn-w4-t2",
    "other numbers of threads: expected a variant whose server takes them from $THREADS",
  ],
  ["wsgi:gunicorn-gevent-t4", "other numbers of threads: expected one of wsgi:gunicorn, "],
  ["wsgi:uwsgi-cheaper-spare-w3", "other numbers of workers: expected one of wsgi:gunicorn, "],
  ["wsgi:mod-wsgi-groups-w3", "wsgi:mod-wsgi-groups cannot have other numbers of workers"],
  ["wsgi:gunicorn-w600", "expected 1 to 512 workers and threads"],
  ["wsgi:gunicrn-w3", "expected a variant of wsgi (gunicorn, gunicorn-2"],
])("%s is refused with what would be right", async (name, message) => {
  await expect(select(name)).rejects.toThrow(message);
  await expect(select(name)).rejects.toThrow(UsageError);
});

test("a variant of the stack's own keeps its name: no other is made of it", async () => {
  const flask = stackOf("flask");
  const [gunicorn] = flask.variants;
  const own = { ...gunicorn!, id: "gunicorn-w3", workers: 7 };
  const stack = { ...flask, variants: [...flask.variants, own] };
  const [chosen] = await selectVariants(
    { ...catalog, stacks: [stack] },
    ["flask:gunicorn-w3"],
    root,
  );
  expect(chosen!.variant).toBe(own);
  expect(() => sizedVariant(stack, gunicorn!, { workers: 3 })).toThrow(
    "expected no variant of that stack called gunicorn-w3",
  );
});
