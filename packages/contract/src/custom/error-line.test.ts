import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { errorLineIn } from "./error-line.ts";

const html = "text/html; charset=utf-8";
const lineIn = (text: string, type: string | undefined) => errorLineIn(Buffer.from(text), type);

/** As they are written when something fails, cut. */
test.each<[what: string, type: string | undefined, body: string, line: RegExp]>([
  [
    "PHP's message in a page",
    html,
    "<html><body><h1>Shop</h1><br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function f() in /app/index.php:3\nStack trace:\n#0 {main}\n  thrown in <b>/app/index.php</b> on line <b>3</b><br />\n",
    /^Fatal error: Uncaught Error: Call to undefined function f\(\) in/,
  ],
  [
    "PHP's warning above a page that is long",
    html,
    `<br />\n<b>Warning</b>:  mkdir(): Permission denied in <b>/app/a.php</b> on line <b>7</b><br />\n<!DOCTYPE html><title>Shop</title><p>${"word ".repeat(2000)}</p>`,
    /^Warning: mkdir\(\): Permission denied in \/app\/a\.php on line 7/,
  ],
  [
    "PHP's message as text",
    html,
    "\nWarning: Undefined variable $x in /app/index.php on line 2\n",
    /^Warning: Undefined variable \$x in \/app\/index\.php on line 2$/,
  ],
  [
    "an app's own page",
    html,
    '<!DOCTYPE html><html><head><title>My files</title></head><body><div class="box"><b>Fatal error</b><p>could not create folder /data/cache</p></div></body></html>',
    /^Fatal error/,
  ],
  [
    "Werkzeug",
    html,
    "<!doctype html>\n<html lang=en>\n  <head>\n    <title>NameError: name &#39;x&#39; is not defined\n // Werkzeug Debugger</title>\n",
    /^NameError: name 'x' is not defined \/\/ Werkzeug/,
  ],
  [
    "Django",
    html,
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>NameError\n          at /</title>',
    /^NameError at \/$/,
  ],
  [
    "a path that Django does not know",
    html,
    "<html><title>Page not found at /nope</title>",
    /nope/,
  ],
  [
    "a traceback",
    "text/plain",
    'Traceback (most recent call last):\n  File "/app/app.py", line 3, in app\nKeyError: 1\n',
    /^Traceback/,
  ],
  [
    "Node's stack",
    html,
    "<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head><body><pre>Error: no database<br> &nbsp; &nbsp;at /app/server.js:7:9</pre>",
    /^Error$/,
  ],
  [
    "Node's stack as text",
    "text/plain",
    "TypeError: Cannot read properties of undefined (reading 'x')\n    at Server.<anonymous> (/app/server.js:3:19)\n",
    /^TypeError: Cannot read/,
  ],
  [
    "Java's stack",
    "text/plain",
    'java.lang.NullPointerException: Cannot invoke "String.length()"\n\tat app.Main.answer(Main.java:12)\n',
    /^java\.lang\.NullPointerException/,
  ],
  [
    "Spring's page",
    html,
    "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error</p></body></html>",
    /^Whitelabel Error Page$/,
  ],
  [
    "Tomcat",
    html,
    "<!doctype html><html><title>HTTP Status 500 – Internal Server Error</title>",
    /500/,
  ],
  ["nginx", html, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>", /502/],
  ["Apache", html, "<!DOCTYPE HTML>\n<html><head>\n<title>503 Service Unavailable</title>", /503/],
  ["WordPress", html, "<html><title>WordPress &rsaquo; Error</title><p>There has been a", /Error$/],
  [
    "WordPress without its database",
    html,
    "<html><title>Database Error</title>",
    /^Database Error$/,
  ],
  ["words of Go", "text/plain", "404 page not found\n", /404/],
  ["words of Starlette", "text/plain", "Internal Server Error", /^Internal/],
  ["an API", "application/json", '{"error":"no such table: items"}', /"error":"no such table/],
  ["GraphQL", "application/json", '{"errors":[{"message":"x"}],"data":null}', /"errors":/],
  ["a status in JSON", undefined, '{"status":"error","data":null}', /"status":"error"/],
])("%s reads like an error", (_, type, body, line) => {
  expect(lineIn(body, type)).toMatch(line);
});

test.each<[what: string, type: string, body: string]>([
  ["a greeting", "text/plain", "Hello, world!"],
  ["nothing", "text/plain", ""],
  [
    "a chapter on errors",
    html,
    "<title>8. Errors and Exceptions — Python documentation</title><h1>8. Errors and Exceptions</h1>",
  ],
  [
    "a page on a status",
    html,
    "<title>404 Not Found - HTTP | MDN</title><h1>404 Not Found</h1>" + "word ".repeat(500),
  ],
  ["a page of somebody's", html, "<title>404 Media</title><p>Trial and error.</p>"],
  ["a title that ends so", html, "<title>Trial and Error</title>"],
  [
    "a manual with a sample",
    html,
    "<title>Manual</title><p>It prints:</p><pre>Warning: Undefined variable $x in /app/a.php on line 2</pre>" +
      "word ".repeat(500),
  ],
  [
    "a question with a trace",
    html,
    `<title>Why?</title><p>${"I have a question. ".repeat(20)}</p><pre>Traceback (most recent call last):\n  File "a.py", line 1</pre>`,
  ],
  ["an API's success", "application/json", '{"error":null,"errors":[],"rows":3}'],
  ["a measure", "application/json", '{"error":0.05,"status":"ok"}'],
  ["a list of failures", "application/json", '[{"error":"x"}]'],
  ["a script", "text/javascript", "throw new Error('x')"],
  ["a picture", "image/png", "\u0089PNG Error: x"],
])("%s does not", (_, type, body) => {
  expect(lineIn(body, type)).toBeUndefined();
});

test("of the documents of what is installed here, many of which are about errors, none does", () => {
  const store = resolve(import.meta.dirname, "../../../../node_modules/.pnpm");
  const files = globSync(["**/*.md", "**/*.html"], { cwd: store });
  const telling = files.flatMap((file) => {
    const type = file.endsWith(".html") ? html : "text/plain";
    const line = errorLineIn(readFileSync(resolve(store, file)), type);
    return line === undefined ? [] : [`${file}: ${line}`];
  });
  expect(files.length).toBeGreaterThan(100);
  expect(telling).toEqual([]);
});
