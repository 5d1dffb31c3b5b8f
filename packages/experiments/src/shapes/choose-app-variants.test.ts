import { appStack, readOwnShapes, repositoryRoot, type OwnShapes } from "@stackbench/session";
import { beforeAll, expect, test } from "vitest";
import { readSizes } from "../workers/read-sizes.ts";
import { chooseAppVariants } from "./choose-app-variants.ts";

let own: OwnShapes;
beforeAll(async () => {
  own = await readOwnShapes(repositoryRoot, "wsgi");
});

/** Names of what is chosen on two CPUs, and the plainest of them. */
function choose(shapes: string[] | undefined, workers?: string, threads?: string): string[] {
  const app = {
    interface: "wsgi",
    entry: "a:b",
    install: "none",
    environment: {},
    services: {},
    path: "/",
  } as const;
  const stack = appStack({ id: "mine", directory: "/x", app, told: [], isWritten: true }, own);
  const { all, plain } = chooseAppVariants(
    stack,
    own,
    { shapes, sizes: readSizes({ workers, threads }) },
    2,
  );
  return [...all.map(({ variant }) => variant.id), `plain ${plain.variant.id}`];
}

test("the usual shapes where none are named, compared with the plainest", () => {
  const names = choose(undefined);
  expect(names.slice(0, -1).toSorted()).toEqual(own.usual.toSorted());
  expect(names.at(-1)).toBe("plain gunicorn");
});

test("globs are of all shapes; without the plainest the first is compared with", () => {
  expect(choose(["granian*", "waitress"])).toEqual([
    "waitress",
    "granian",
    "granian-cpus",
    "plain waitress",
  ]);
  // All but the one that needs groups.
  expect(choose(["all"])).toHaveLength(own.shapes.length - 1 + 1);
  expect(() => choose(["mod-wsgi-groups"])).toThrow(
    /--shape=mod-wsgi-groups: expected "groups" in stackbench\.json.*got none/,
  );
  expect(choose(["mod_wsgi-emb*"])).toEqual(["mod-wsgi-embedded", "plain mod-wsgi-embedded"]);
  expect(() => choose(["gunicor"])).toThrow(/--shape=gunicor: expected shapes of wsgi .*gunicorn/);
});

test("numbers go to shapes that can have them; what comes to the same is measured once", () => {
  // On two CPUs 2n+1 is 5, which gunicorn-2n1 has anyway; one worker is gunicorn itself.
  expect(choose(["gunicorn", "gunicorn-2n1"], "1,2,2n+1")).toEqual([
    "gunicorn",
    "gunicorn-w2",
    "gunicorn-w5",
    "plain gunicorn",
  ]);
  expect(choose(["gunicorn", "waitress"], "2", "1,4")).toEqual([
    "gunicorn-w2",
    "gunicorn-w2-t4",
    "waitress-t1",
    "waitress",
    "plain gunicorn-w2",
  ]);
});
