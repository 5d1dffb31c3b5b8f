import { stackFileSchema, type Stack, type VariantShape } from "@stackbench/model";
import { expect, test } from "vitest";
import { factoredEntry, factorIds } from "./alike-but.ts";
import { findFactorSteps } from "./factor-steps.ts";

function entriesOf(id: string, variants: Record<string, Partial<VariantShape>>) {
  const given = Object.entries(variants).map(([name, shape]) => [
    name,
    { command: ["serve"], server: "uwsgi", ...shape },
  ]);
  const { variants: shapes, ...file } = stackFileSchema.parse({
    title: id,
    language: "Python",
    runtime: "python",
    databaseDriver: "psycopg",
    variants: Object.fromEntries(given) as unknown,
  });
  const stack: Stack = {
    ...file,
    id,
    directory: `/${id}`,
    external: false,
    versions: {},
    variants: [],
  };
  return Object.entries(shapes).map(([name, shape]) => ({
    stack,
    variant: { ...shape, id: name, stackId: id },
  }));
}

const steps = (
  entries: ReturnType<typeof entriesOf>,
  vary: Parameters<typeof findFactorSteps>[1],
) =>
  findFactorSteps(entries.map(factoredEntry), vary).map(
    ({ factor, from, to, fromValue, toValue }) =>
      `${factor} ${fromValue} to ${toValue}: ${from} to ${to}`,
  );

const nginx = { proxy: "nginx" } as const;

test("pairs differ in one factor, and go out from the plainest", () => {
  const entries = entriesOf("wsgi", {
    unix: { ...nginx, protocol: "uwsgi", socket: "unix" },
    tcp: { ...nginx, protocol: "uwsgi" },
    fastcgi: { ...nginx, protocol: "fastcgi" },
    http: nginx,
  });
  expect(steps(entries, ["protocol", "socket"])).toEqual([
    "protocol http to uwsgi: wsgi:http to wsgi:tcp",
    "protocol http to fastcgi: wsgi:http to wsgi:fastcgi",
    "socket tcp to unix: wsgi:tcp to wsgi:unix",
  ]);
  expect(steps(entries, ["proxy"])).toEqual([]);
});

test("another server brings its own settings along, other factors do not", () => {
  const entries = entriesOf("wsgi", {
    uwsgi: { command: ["uwsgi"] },
    gunicorn: { command: ["gunicorn"], server: "gunicorn" },
    gevent: { command: ["gunicorn", "gevent"], server: "gunicorn" },
    threads: { command: ["gunicorn", "gthread"], server: "gunicorn", threads: 4 },
  });
  expect(steps(entries, factorIds)).toEqual([
    "server uwsgi to gunicorn: wsgi:uwsgi to wsgi:gunicorn",
    "settings gunicorn to gevent: wsgi:gunicorn to wsgi:gevent",
  ]);
});

test("counts rise from the lowest; those that follow the CPUs come last", () => {
  const entries = entriesOf("wsgi", {
    many: { workers: "2n+1" },
    four: { workers: 4 },
    one: {},
  });
  expect(steps(entries, ["workers"])).toEqual([
    "workers 1 to 4: wsgi:one to wsgi:four",
    "workers 1 to 2n+1: wsgi:one to wsgi:many",
  ]);
});

test("frameworks are compared in the same shape of one language", () => {
  const entries = [
    ...entriesOf("wsgi", { one: {}, nginx }),
    ...entriesOf("flask", { one: { command: ["other"] } }),
  ];
  expect(steps(entries, ["framework"])).toEqual(["framework wsgi to flask: wsgi:one to flask:one"]);
  const other = entries.map((entry) =>
    entry.stack.id === "flask"
      ? { ...entry, stack: { ...entry.stack, databaseDriver: "another" } }
      : entry,
  );
  expect(steps(other, ["framework"])).toEqual([]);
});
