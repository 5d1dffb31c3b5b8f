import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { makeNights } from "@stackbench/history/testing";
import { readReproductions } from "@stackbench/reproductions";
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
    studies: await readReproductions(join(repositoryRoot, "results/reproduced")),
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
  // All pages of the site, with their pictures drawn.
}, 240_000);
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
      "comparisons/proxy-none-or-nginx.html",
      "comparisons/framework-express-or-fastify.html",
      "studies/maximum-throughput.html",
    ]),
  );
});

test("what changed night by night stands on its page, and on that of each stack", () => {
  expect(pages.get("history.html")).toContain("40 nights");
  expect(pages.get("history.html")).toContain("speed against the anchor");
  expect(pages.get("stacks/fastify.html")).toContain("Night by night: hello");
  expect(pages.get("stacks/fastify.html")).toContain("What changed when");
  expect(pages.get("stacks/nginx.html")).toContain("No history yet");
});

test("questions and studies are found from the first page, and questions from the stacks that they compare", () => {
  const index = pages.get("index.html")!;
  const questions = pages.get("comparisons/index.html")!;
  // The first page has some of many questions, and where all are.
  expect(index).toContain('href="comparisons/index.html"');
  for (const name of pages.keys()) {
    const [folder, file] = name.split("/");
    if (folder === "studies") {
      expect(index).toContain(`href="${name}"`);
      expect(pages.get("reproductions.html")).toContain(`href="${name}"`);
    }
    if (folder === "comparisons" && file !== "index.html") {
      expect(questions).toContain(`href="${file}"`);
    }
  }
  expect(index.match(/href="comparisons\/(?!index)/g)!.length).toBeGreaterThan(5);
  const question = 'href="../comparisons/framework-express-or-fastify.html"';
  expect(pages.get("stacks/express.html")).toContain(question);
  expect(pages.get("stacks/fastify.html")).toContain(question);
  expect(pages.get("stacks/aiohttp.html")).not.toContain(question);
});

test("links are relative, and each leads to a page or file that is there, and to an anchor in it", async () => {
  for (const [name, html] of pages) {
    for (const [, href] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^https?:/.test(href!)) continue;
      expect(href, name).not.toMatch(/^(?:\/|[a-z]+:)/);
      const [path = "", anchor] = href!.split("#");
      const target = path === "" ? name : join(dirname(name), path);
      expect((await stat(join(out, target))).isFile(), `${name}: ${href}`).toBe(true);
      if (anchor !== undefined) {
        expect(pages.get(target), `${name}: ${href}`).toContain(`id="${anchor}"`);
      }
    }
  }
});

test("no two things of a page have one id", () => {
  for (const [name, html] of pages) {
    const ids = [...html.matchAll(/ (?:id|data-picture)="([^"]*)"/g)].map(([, id]) => id!);
    expect(ids, name).toEqual([...new Set(ids)]);
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
