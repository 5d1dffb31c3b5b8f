import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RowsJson } from "@stackbench/report";
import { afterAll, expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { held as asHeld } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { writeFolder } from "./testing/write-folder.ts";

const out = temporaryResults();
const root = mkdtempSync(join(tmpdir(), "stackbench-shapes-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quick = ["--rounds=1", "--duration=0.3", "--warmup=0.1", "--no-calibration", `--out=${out}`];

const folder = (name: string, files: Record<string, string>): string =>
  writeFolder(join(root, name), files);

const flask = `import os
from flask import Flask
app = Flask(__name__)
secret = os.environ["SHAPES_SECRET"]
@app.get("/")
def index():
    return "Hello from Flask"
`;

/** All but Apache's, which have a test of their own. */
const shapes = "--shape=gunicorn*,gthread*,uwsgi*,waitress,cheroot,granian*";

test("a Flask app without a contract is served in every shape, and the one to take is told", async () => {
  const written = { interface: "wsgi", entry: "app:app", install: "requirements.txt" };
  const files = {
    "app.py": flask,
    "requirements.txt": "flask==3.1.3\n",
    ".env": "SHAPES_SECRET=1\n",
  };
  const directory = folder("own-flask", files);

  const lacking = await runBench(["shapes", directory, ...quick]);
  expect(lacking.code).toBe(2);
  expect(lacking.stderr).toContain(
    "it seems to need the variable SHAPES_SECRET: say it in stackbench.json",
  );
  expect(lacking.stderr).toContain(".env (secrets");
  expect(leftovers()).toEqual([]);

  writeFileSync(
    join(directory, "stackbench.json"),
    JSON.stringify({ ...written, environment: { SHAPES_SECRET: "never in a result" } }),
  );
  const held = await runBench(["shapes", directory, shapes, "--json", ...quick]);
  expect(heldCodes, held.stderr).toContain(held.code);
  const told = JSON.parse(held.stdout) as RowsJson & {
    answer: string;
    recipe: { command: string };
  };
  expect(told.answer).toContain("gunicorn (the plainest)");
  expect(told.recipe.command).toMatch(/app:app$/);
  const kept = readFileSync(join(out, told.runId, "run.json"), "utf8");
  expect(held.stdout + kept).not.toContain("never in a result");
  expect(held.stderr).toContain("of some under load the whole bodies");
  expect(leftovers()).toEqual([]);
});

test("a WSGI app is served by Apache in each mode, and the site that is told serves it, pasted", async () => {
  const app =
    "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\n@app.get('/api/list')\ndef index():\n    return 'by Apache'\n";
  const groups = { api: { paths: ["/api/"], workers: 2 } };
  const directory = folder("own-wsgi", {
    "app.py": app,
    "requirements.txt": "flask==3.1.3\n",
    "stackbench.json": JSON.stringify({ interface: "wsgi", entry: "app:app", groups }),
    "requests.http": "GET /\n###\nGET /api/list\n",
  });
  const held = await runBench(["shapes", directory, "--shape=mod_wsgi*", "--json", ...quick]);
  expect(heldCodes, held.stderr).toContain(held.code);
  const { rows, recipe } = JSON.parse(held.stdout) as RowsJson & {
    recipe: { apacheSite: string; wsgiScript: string };
  };
  expect(rows.map(({ status }) => asHeld(status))).toEqual(Array(6).fill("measured"));
  // Each group's processes are known by its name, and those of both had something to do.
  const grouped = rows.find(({ variant }) => variant === "mod-wsgi-groups")!.processGroups!;
  for (const [group, count] of [
    ["my-app", 1],
    ["api", 2],
  ] as const) {
    const { processes, cpuShare } = grouped.find(({ name }) => name === group)!;
    expect(processes).toBe(count);
    expect(cpuShare).toBeGreaterThan(0);
  }
  expect(leftovers()).toEqual([]);

  // What Debian's Apache has beside a site, in an image that has its program alone.
  const script = `cp -r /app /srv/my-app && cat > /srv/my-app/my-app.wsgi << 'SCRIPT'
${recipe.wsgiScript}
SCRIPT
cat > /tmp/apache2.conf << 'SITE'
PidFile /tmp/apache2.pid
ServerName localhost
User www-data
Group www-data
ErrorLog /proc/self/fd/2
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule wsgi_module /opt/apache/mod_wsgi.so
WSGIPythonHome /opt/venv
WSGISocketPrefix /tmp/wsgi
<Directory />
  Require all denied
</Directory>
${recipe.apacheSite}
SITE
apache2 -f /tmp/apache2.conf
python -c 'import time, urllib.request as web
for _ in range(100):
    try:
        print(web.urlopen("http://127.0.0.1:8000/").read().decode())
        break
    except OSError:
        time.sleep(0.1)'`;
  const list = ["image", "ls", "--format={{.ID}}", "stackbench/stack-own-wsgi"];
  const [id] = execFileSync("docker", list, { encoding: "utf8" }).split("\n");
  const run = ["run", "--rm", "--network=none", id!, "sh", "-c", script];
  expect(execFileSync("docker", run, { encoding: "utf8" })).toBe("by Apache\n");
});

test("an ASGI app is served by every server that speaks with it", async () => {
  const app = `async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
`;
  const order = 'POST /orders\ncontent-type: application/json\n\n{"id":"{{$uuid}}"}\n';
  const requests = `### list\n# @weight 3\nGET /orders\n### make\n${order}`;
  const directory = folder("own-asgi", { "app.py": app, "requests.http": requests });
  const shapes = "--shape=uvicorn,gunicorn-uvicorn,hypercorn,granian";
  const held = await runBench(["shapes", directory, shapes, ...quick]);
  expect(heldCodes, held.stderr).toContain(held.code);
  expect(held.stderr).toContain("asks GET /orders, POST /orders, as its requests.http says");
  expect(held.stderr).toMatch(/^make: POST \/orders: 20 answers of own-asgi:uvicorn/m);
  expect(held.stdout).toMatch(/own-asgi:uvicorn +list +75 /);
  expect(held.stdout).toMatch(/uvicorn, ready to paste:\n\n  pip install .*uvloop/);
  expect(leftovers()).toEqual([]);
});

test.each([
  ["", ""],
  // It takes connections, and nobody is answered meanwhile.
  [", by an app that still computes", "for (const end = Date.now() + 2000; Date.now() < end; );"],
])("a port that is written into the code is told%s, and nothing is left", async (_, begins) => {
  const listens = `.listen(18121, () => { ${begins} });\n`;
  const server = `require("node:http").createServer((_, r) => r.end("x"))${listens}`;
  const directory = folder(begins === "" ? "own-node" : "own-slow-node", { "server.js": server });
  const { code, stderr } = await runBench(["shapes", directory, ...quick]);
  expect(code).toBe(2);
  expect(stderr).toContain("listens on 18121, not on $PORT (8000)");
  expect(stderr).toContain("a port is written into the code");
  expect(leftovers()).toEqual([]);
});

test("an app that needs more memory than it is given is told so while its answers are learnt", async () => {
  const hungry = "const held = Buffer.alloc(200 << 20, 1)";
  const listens =
    'require("http").createServer((_, res) => res.end("" + held[0])).listen(process.env.PORT)';
  const directory = folder("own-hungry", { "server.js": `${hungry};\n${listens};\n` });
  const { code, stderr } = await runBench(["shapes", directory, "--memory=100m", ...quick]);
  expect(code, stderr).toBe(2);
  expect(stderr).toContain("did not come up");
  expect(stderr).toContain("100 MiB");
  expect(leftovers()).toEqual([]);
});

test("an app that takes longer to come up than it may is told so, and with what it may take longer", async () => {
  const listens =
    'require("http").createServer((_, res) => res.end("hi")).listen(process.env.PORT)';
  const directory = folder("own-late", { "server.js": `setTimeout(() => ${listens}, 3000);\n` });
  const { code, stderr } = await runBench(["shapes", directory, "--ready-timeout=1s", ...quick]);
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(/own-late:bare did not come up: not ready after 1 s: connection refused/);
  expect(stderr).toContain("it takes longer to start (--ready-timeout=2m)");
  expect(leftovers()).toEqual([]);
});

test("a Node app has the database that it says, filled by its SQL", async () => {
  // No package is needed to see that it is there: the first byte of the protocol's answer is an R.
  const server = `const { connect } = require("node:net");
const { DATABASE_URL, PORT, HOST } = process.env;
require("node:http").createServer((_, response) => {
  const socket = connect(new URL(DATABASE_URL).port, "127.0.0.1");
  const words = ["user", "stackbench", "database", "stackbench", ""].map((word) => word + "\\0").join("");
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + words.length, 0);
  head.writeInt32BE(196608, 4);
  socket.write(Buffer.concat([head, Buffer.from(words)]));
  const query = Buffer.from("select name from pets\\0");
  const ask = Buffer.alloc(5);
  ask.write("Q");
  ask.writeInt32BE(4 + query.length, 1);
  let seen = "";
  socket.on("data", (part) => {
    if (seen === "") socket.write(Buffer.concat([ask, query]));
    seen += part.toString("latin1");
    if (!seen.includes("SELECT 1")) return;
    socket.destroy();
    response.end(seen.includes("Rex") ? "Rex" : "nobody");
  });
}).listen(PORT, HOST);
`;
  const written = { interface: "node", entry: "server.js", services: { postgres: "seed.sql" } };
  const directory = folder("own-pets", {
    "server.js": server,
    "seed.sql": "create table pets (name text);\ninsert into pets values ('Rex');\n",
    "stackbench.json": JSON.stringify(written),
  });
  const held = await runBench(["shapes", directory, "--shape=bare,pm2", ...quick]);
  expect(heldCodes, held.stderr).toContain(held.code);
  expect(held.stderr).toContain("bodies of 3 bytes");
  writeFileSync(join(directory, "seed.sql"), "create tible pets;\n");
  const wrong = await runBench(["shapes", directory, "--shape=bare", ...quick]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/could not be filled by its SQL.*syntax error/s);
  expect(leftovers()).toEqual([]);
});
