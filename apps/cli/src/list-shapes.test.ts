import { expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";

test("the shapes of an interface are shown with what each is for", async () => {
  const { code, stdout } = await benchHere(["list", "shapes", "go"]);
  expect({ code, lines: stdout.split("\n").slice(0, 4) }).toEqual({
    code: 0,
    lines: [
      "go: A Go program that listens by itself",
      "  entry ./server",
      "  bare         The plainest: one process, which uses all CPUs by itself",
      "  h2c          HTTP/2 beside HTTP/1.1",
    ],
  });
});

test("all interfaces are one JSON object", async () => {
  const { stdout } = await benchHere(["list", "--shapes", "--json"]);
  const { interfaces } = JSON.parse(stdout) as { interfaces: { id: string; shapes: object[] }[] };
  expect(interfaces.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["asgi", "go", "node", "wsgi"]),
  );
  expect(interfaces.find(({ id }) => id === "wsgi")?.shapes).toContainEqual(
    expect.objectContaining({ name: "gunicorn-2n1", workers: "2n+1", purpose: expect.any(String) }),
  );
});

test("an interface that there is not is wrong usage", async () => {
  const { code, stdout, stderr } = await benchHere(["list", "--shapes", "wsg"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/expected one of .*, got "wsg"; did you mean wsgi\?/);
});
