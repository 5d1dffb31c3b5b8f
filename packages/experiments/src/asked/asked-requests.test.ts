import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine, type CommandInput } from "@stackbench/terminal";
import { afterAll, expect, test } from "vitest";
import { askedRequests } from "./asked-requests.ts";
import { readAsked } from "./read-asked.ts";
import { requestOptions } from "./request-options.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-asked-"));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(name: string, text: string | Buffer): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

const command = { name: "run", options: { ...requestOptions, path: { value: "path", help: "" } } };

const valuesOf = (...words: string[]): CommandInput["values"] =>
  parseCommandLine(command, words).values;

async function ask(...words: string[]) {
  const values = valuesOf(...words);
  return await askedRequests(readAsked(values, values["path"]));
}

const short = async (...words: string[]) =>
  (await ask(...words)).map(({ name, weight }) => `${name}=${weight}`);

const file = fileOf(
  "requests.http",
  "### list\n# @weight 6\nGET /a\n###\n# @weight 3\nGET /b\n### twice\nGET /c\n### twice\nPOST /c",
);

test("the requests of a file are told apart by name, and weigh what it says, or the same", async () => {
  const lines = ["twice (line 8)=1", "twice (line 10)=1"];
  expect(await short(`--http=${file}`)).toEqual(["list=6", "GET /b=3", ...lines]);
  expect(await short(`--http=${file}`, "--only=list,/b")).toEqual(["list=2", "GET /b=1"]);
  expect(await short(`--http=${file}`, "--only=GET /b")).toEqual(["GET /b=1"]);
  expect(await short(`--http=${file}#list`)).toEqual(["list=1"]);
  expect(await short(`--http=${file}`, "--only=/c")).toEqual(lines);
});

test("a request is typed without a file", async () => {
  const words = ["--path=/x", "--header=Accept: a, b", "--header=X-Y: 1"];
  expect(await ask(...words)).toEqual([
    {
      name: "GET /x",
      weight: 1,
      request: {
        method: "GET",
        path: "/x",
        headers: { Accept: "a, b", "X-Y": "1" },
        body: "",
        wanted: {},
      },
    },
  ]);
  expect(await short("--path=/x", "--body={}")).toEqual(["POST /x=1"]);
  const body = fileOf("body.json", '{"{{no}}":1}');
  const [put] = await ask("--path=/x", "--method=PUT", `--body-file=${body}`);
  expect(put!.request).toMatchObject({ method: "PUT", body: '{"{{no}}":1}' });
});

const document = "openapi: 3.0.0\npaths: { /x: { get: {} }, /y: { get: {} }, /z: { post: {} } }";

test("bytes that are no UTF-8 are refused, in a body and in the file itself: others would be sent", async () => {
  const image = fileOf("dot.gif", Buffer.from("GIF89a\xff\xfe", "latin1"));
  await expect(ask("--path=/x", `--body-file=${image}`)).rejects.toThrow(
    /--body-file: expected a file that can be read, .*dot.gif, got it is no UTF-8 text/,
  );
  const requests = fileOf("latin.http", Buffer.from("POST /x\n\n\xe9", "latin1"));
  await expect(ask(`--http=${requests}`)).rejects.toThrow(/latin.http: it is no UTF-8 text/);
  const marked = fileOf("marked.json", "\uFEFF{}");
  expect(await ask("--path=/x", `--body-file=${marked}`)).toMatchObject([
    { request: { body: "\uFEFF{}" } },
  ]);
});

test("the GETs of an OpenAPI document are asked, of a file and of a server, with headers", async () => {
  const place = fileOf("api.yaml", document);
  expect(await short(`--openapi=${place}`)).toEqual(["GET /x=1", "GET /y=1"]);
  const [y] = await ask(`--openapi=${place}`, "--only=/y", "--header=Authorization: Bearer x");
  expect(y!.request).toMatchObject({ path: "/y", headers: { Authorization: "Bearer x" } });
  const server = createServer(({ url }, response) => {
    response.statusCode = url === "/api" ? 200 : 404;
    response.end(document);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await short(`--openapi=${url}/api`)).toEqual(["GET /x=1", "GET /y=1"]);
  await expect(ask(`--openapi=${url}/none`)).rejects.toThrow(
    /expected an OpenAPI document there, got: it answers 404/,
  );
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  await expect(ask(`--openapi=${url}/api`)).rejects.toThrow(/there, got: [^f]/);
});

const nothing = fileOf("nothing.http", "# nothing\n");
const heavy = fileOf("heavy.http", "# @weight 99999\nGET /a\n###\nGET /b");

test.each([
  [[], /--path: expected a path from its slash on.*got nothing/],
  [["--path=x"], /--path: expected a path .*got "x"/],
  [[`--http=${file}`, "--path=/x"], /--http: expected no path with it, .*got \/x/],
  [[`--http=${file}`, "--body=x"], /--http: expected no body with it/],
  [[`--http=${file}`, "--openapi=x"], /--http: expected no openapi with it/],
  [["--openapi=x", "--method=PUT"], /--openapi: expected no method with it/],
  [[`--http=${file}#list`, "--only=list"], /--only: expected no name behind --http=.*got #list/],
  [["--path=/x", "--only=a"], /--only: expected --http= or --openapi= with it/],
  [["--path=/x", "--body=a", "--body-file=b"], /--body: expected it or --body-file, got both/],
  [["--path=/x", "--method=FETCH"], /--method: expected .*GET.*got "FETCH"/],
  [["--path=/x", "--body-file=none.json"], /^--body-file: expected a file that can be read/],
  [[`--http=${file}#none`], /expected a request named "none", got list, GET \/b, twice/],
  [[`--http=${nothing}`], /expected a request, got none/],
  [[`--http=${heavy}`], /expected weights that add up to 10000 at most, got 100000/],
  [["--http=none.http"], /--http: expected a file of requests, got none.http: ENOENT/],
  [["--openapi=none.json"], /--openapi: expected an OpenAPI document, got none.json: ENOENT/],
])("%j is refused with what was expected", async (words, message) => {
  await expect(ask(...words)).rejects.toThrow(message);
});
