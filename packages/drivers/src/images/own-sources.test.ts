import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Variant } from "@stackbench/model";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownSources } from "./own-sources.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stackbench-own-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), "ARG DEBIAN_IMAGE\nFROM ${DEBIAN_IMAGE}\nARG INSTALL\n");
  }
}

it("takes the app's files and the recipe, and neither secrets nor what is made or ignored", async () => {
  write("app.py", "requirements.txt", ".env", "key.pem", ".git/config", "node_modules/m/i.js");
  write(".venv/bin/python", "data/big.bin", "stackbench.json");
  writeFileSync(join(directory, ".dockerignore"), "data\n");
  const own = { interface: "wsgi", install: "requirements.txt", path: "/", services: [] } as const;
  const sources = await ownSources({ directory, runtime: "python", variants: [] }, own);
  const paths = sources.files.map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith("app/"))).toEqual([
    "app/app.py",
    "app/requirements.txt",
  ]);
  expect(paths).toContain("recipe/servers-wsgi.txt");
  expect(sources.leftOut.map(({ path }) => path)).toEqual([".env", "data", "key.pem"]);
  expect(sources).toMatchObject({
    dockerfile: "recipe/Dockerfile",
    bases: ["PYTHON_IMAGE"],
    buildArguments: { INSTALL: "requirements.txt", INTERFACE: "wsgi" },
  });
});

it("takes folders that are empty, for programs write into them", async () => {
  write("index.php");
  mkdirSync(join(directory, "data/cache"), { recursive: true });
  const own = { interface: "php", install: "none", path: "/", services: [] } as const;
  const { files } = await ownSources({ directory, runtime: "php", variants: [] }, own);
  expect(files).toContainEqual({ kind: "folder", path: "app/data/cache" });
});

it("has Apache where one of the shapes that are measured is served by it, built as for the catalogue", async () => {
  write("app.py");
  const own = { interface: "wsgi", install: "none", path: "/", services: [] } as const;
  const apache = async (server: string): Promise<string | undefined> => {
    const variants = [{ server }] as Variant[];
    const sources = await ownSources({ directory, runtime: "python", variants }, own);
    const paths = sources.files.map(({ path }) => path);
    expect(paths).toContain("recipe/mod_wsgi/requirements-apache.lock");
    return sources.buildArguments["APACHE"];
  };
  expect(await apache("apache")).toBe("yes");
  expect(await apache("gunicorn")).toBe("");
});

it("has the runtimes that a Node app may be served by, pinned as for the catalogue's stacks", async () => {
  write("server.js", "package.json");
  const own = { interface: "node", install: "package.json", path: "/", services: [] } as const;
  const { files } = await ownSources({ directory, runtime: "node", variants: [] }, own);
  const paths = files.map(({ path }) => path);
  for (const runtime of ["bun", "deno"]) {
    expect(paths).toContain(`recipe/runtimes/${runtime}/pnpm-lock.yaml`);
  }
});

it("builds by the app's own Dockerfile where it is told to, and by none of the harness's", async () => {
  write("Dockerfile", "main.go");
  const own = { interface: "command", install: "Dockerfile", path: "/", services: [] } as const;
  const { files, ...sources } = await ownSources(
    { directory, runtime: "other", variants: [] },
    own,
  );
  expect(files.map(({ path }) => path)).toEqual(["Dockerfile", "main.go"]);
  expect(sources).toMatchObject({ dockerfile: "Dockerfile", bases: ["DEBIAN_IMAGE"] });
});
