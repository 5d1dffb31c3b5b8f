import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { makeNights } from "@stackbench/history/testing";
import { repositoryRoot, runStore } from "@stackbench/session";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSite } from "./build-site.ts";
import { serveFolder } from "./serve.ts";

const published = join(repositoryRoot, "results/published");
let out = "";
let pages: Map<string, string>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-site-"));
  const paths = await buildSite({
    nights: makeNights({ seed: 1, nights: 40, variants: ["node-http:bare", "fastify:bare"] }),
    published: runStore(published),
    docs: join(repositoryRoot, "docs"),
    out,
  });
  pages = new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, string]> => [
        relative(out, path),
        await readFile(path, "utf8"),
      ]),
    ),
  );
});
afterAll(async () => await rm(out, { recursive: true, force: true }));

test("every published run, every stack in it and every document has a page", async () => {
  for (const runId of await readdir(published)) expect(pages.has(`runs/${runId}.html`)).toBe(true);
  const names = [...pages.keys()];
  expect(names).toEqual(
    expect.arrayContaining([
      "index.html",
      "history.html",
      "methodology.html",
      "reproductions.html",
      "stacks/node-http.html",
      "stacks/aiohttp.html",
    ]),
  );
});

test("what changed night by night stands on its page, and on that of each stack", () => {
  expect(pages.get("history.html")).toContain("40 nights");
  expect(pages.get("history.html")).toContain("speed against the anchor");
  expect(pages.get("stacks/fastify.html")).toContain("Night by night");
  expect(pages.get("stacks/nginx.html")).not.toContain("Night by night");
});

test("links are relative, and each leads to a page that is there", async () => {
  for (const [name, html] of pages) {
    for (const [, href] of html.matchAll(/href="([^"]*)"/g)) {
      if (/^(?:https?:|#)/.test(href!)) continue;
      const target = resolve(out, dirname(name), href!.replace(/#.*$/, ""));
      // Documents name files of the repository too.
      if (!target.endsWith(".html")) continue;
      expect((await stat(target)).isFile(), `${name}: ${href}`).toBe(true);
    }
  }
});

test("a page has its pictures drawn, a few KB of script, and asks nobody for anything", () => {
  for (const [name, html] of pages) {
    const scripts = [
      ...html.matchAll(/<script(?! type="application\/json")[^>]*>(.*?)<\/script>/gs),
    ];
    const bytes = scripts.reduce((sum, [, script]) => sum + script!.length, 0);
    expect(bytes, name).toBeLessThan(200_000);
    expect(html, name).not.toMatch(/src="|@import|url\(/);
  }
  const run = [...pages].find(([name]) => name.startsWith("runs/"))![1];
  expect(run.match(/<svg/g)!.length).toBeGreaterThan(4);
});

test("the pages are served on this machine alone, and nothing beside them", async () => {
  const server = await serveFolder(out, 0);
  try {
    const { address, port } = server.address() as { address: string; port: number };
    expect(address).toBe("127.0.0.1");
    const at = async (path: string) => await fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await at("/")).text()).toContain("<!doctype html>");
    expect((await at("/nowhere.html")).status).toBe(404);
    expect((await at("/..%2f..%2fetc/passwd")).status).toBe(404);
    expect((await at("/%ff")).status).toBe(404);
  } finally {
    server.close();
  }
});
