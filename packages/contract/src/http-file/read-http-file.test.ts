import { expect, test } from "vitest";
import { readHttpFile } from "./read-http-file.ts";

const files: Readonly<Record<string, string>> = {
  "body.json": '{"a":"{{who}}"}\n',
  "right.txt": "é",
};

const read = (text: string) =>
  readHttpFile({
    file: "requests.http",
    text,
    read(name) {
      const found = files[name];
      if (found === undefined) throw new Error(`no such file: ${name}`);
      return found;
    },
    nowMs: 1_700_000_000_999,
    uuid: "5bacbe9c-1111-4222-8333-abcdefabcdef",
  });

test("reads requests as both clients write them", () => {
  const requests = read(`
@host = http://localhost:3000
@who = Ada

### listing
GET {{host}}/items
    ?after=1
    &limit=2 HTTP/1.1
Accept: application/json

###
# @name create
// a comment
POST {{host}}/items HTTP/1.1
Content-Type: application/json
# another
X-Who: {{who}}

{
  "name": "{{ who }}"
}

> {% client.test("is no part of the body") %}
###
/plain path?q=a b
### nothing but a comment
# here
`);
  expect(requests).toEqual([
    {
      name: "listing",
      line: 6,
      request: {
        method: "GET",
        path: "/items?after=1&limit=2",
        headers: { Accept: "application/json" },
        body: "",
        wanted: {},
      },
    },
    {
      name: "create",
      line: 14,
      request: {
        method: "POST",
        path: "/items",
        headers: { "Content-Type": "application/json", "X-Who": "Ada" },
        body: '{\n  "name": "Ada"\n}',
        wanted: {},
      },
    },
    {
      line: 25,
      request: {
        method: "GET",
        path: "/plain%20path?q=a%20b",
        headers: {},
        body: "",
        wanted: {},
      },
    },
  ]);
});

const only = (text: string) => read(text)[0]!.request;

test("reads how often each is asked, where that is said", () => {
  const weights = read("# @weight 7\nGET /a\n###\nGET /b\n### c\n// @weight = 2\nGET /c\n\n").map(
    ({ weight }) => weight,
  );
  expect(weights).toEqual([7, undefined, 2]);
});

test("takes bodies from files, and joins forms and parts as they are sent", () => {
  expect(only("@who = Ada\nPOST /x\n\n< body.json").body).toBe('{"a":"{{who}}"}\n');
  expect(only("@who = Ada\nPOST /x\n\n<@ body.json").body).toBe('{"a":"Ada"}\n');
  const form = "Content-Type: application/x-www-form-urlencoded";
  expect(only(`POST /x\n${form}\n\na=1\n&b=2\r\n`).body).toBe("a=1&b=2");
  const parts = 'Content-Type: multipart/form-data; boundary="x"';
  expect(only(`POST /x\n${parts}\n\n--x\n\n1\n--x--\n`).body).toBe("--x\r\n\r\n1\r\n--x--");
  expect(only(`POST /x\n${parts}\n\n--x\n\n< right.txt\n--x--`).body).toBe("--x\r\n\r\né\r\n--x--");
  expect(only('POST /x\n\n<note id="1">\n< right.txt\n</note>').body).toBe(
    '<note id="1">\n< right.txt\n</note>',
  );
});

test("comments behind a request are none of its body, and what they say is heard", () => {
  const [first, second] = read(`GET /a

# @weight 9
### the next one
POST /b

# a heading
text

// @weight 7
> {% client.test() %}
# @expect status 201
`);
  expect(first).toMatchObject({ weight: 9, request: { body: "" } });
  expect(second).toMatchObject({ weight: 7, request: { body: "# a heading\ntext" } });
  expect(second!.request.wanted).toEqual({ status: 201 });
});

test("what is another in each request becomes a number of one length", () => {
  const drawn = only('POST /x/{{$randomInt 1 1000}}\n\n{"id":"{{$uuid}}","at":{{$timestamp}}}');
  expect(drawn).toMatchObject({
    path: "/x/{m}",
    body: '{"id":"5bacbe9c-1111-4222-8333-abc{n}","at":1700000000}',
    numbers: { from: 100_000_000, count: 900_000_000, second: { from: 100, count: 900 } },
  });
  expect(only("GET /x/{{$randomInt 1 1000}}")).toMatchObject({
    path: "/x/{n}",
    numbers: { from: 100, count: 900 },
  });
  expect(only("GET /{{$guid}}")).toMatchObject({
    path: "/5bacbe9c-1111-4222-8333-abc{n}",
    numbers: { from: 100_000_000, count: 900_000_000 },
  });
  expect(only("GET /?x={{$random.integer(0, 10)}}").numbers).toEqual({ from: 1, count: 9 });
});

test("reads what to expect", () => {
  const request = only(`# @expect status 201
# @expect header Content-Type text/html
# @expect header X-Is yes; no
# @expect header location /x
# @expect matches /o.k/is
# @expect body-file right.txt
# @expect json {"a":[1,null]}
GET /`);
  expect(request.wanted).toEqual({
    status: 201,
    contentType: "text/html",
    headers: { "x-is": "yes; no", location: "/x" },
    matches: { pattern: "o.k", flags: "is" },
    body: "\u00c3\u00a9",
    bodyBytes: 2,
    fields: [
      { path: [], type: "object" },
      { path: ["a"], type: "array" },
      { path: ["a", 0], type: "number", value: 1 },
      { path: ["a", 1], type: "null" },
    ],
  });
});

test.each([
  ["\nFETCH /x", /^requests.http:2: expected GET, POST.*got "FETCH \/x"/],
  ["GET x", /:1: expected a path or URL such as \/x\?y=1, got "x"/],
  ["GET {{base}}/x", /:1: expected a line "@base = …" for \{\{base\}\}, got none/],
  [
    "@a = {{b}}\n@b = {{a}}\nGET /{{a}}",
    /expected a value that ends, got [ab], which names itself/,
  ],
  ["GET /{{$dotenv A}}", /expected \{\{\$uuid\}\}.*got \{\{\$dotenv A\}\}/],
  ["GET /{{$randomInt 5 5}}", /a greater one above zero, got 5 and 5/],
  ["GET /{{$randomInt 1 9}}{{$randomInt 1 8}}", /one range of random numbers/],
  ["GET /\nX-Id: {{$uuid}}", /:2: expected random values in path and body only/],
  ["POST /{{$uuid}}\n\n{n}", /expected no \{n\}/],
  ["POST /{{$uuid}}\n\n{m}", /expected no \{n\} or \{m\}/],
  ["GET /a\n\n# @weight 9\nGET /b", /:4: expected "###" between two requests, got "GET \/b"/],
  ["POST /\n\n<@latin1 body.json", /:3: expected a file of UTF-8 text: <@ name, got "<@latin1/],
  ['POST /\n{"a":1}', /:2: expected a header such as .* or an empty line before the body/],
  ["GET /\nA: 1\na: 2", /:3: expected each header once, got a twice/],
  ["GET /\nConnection: close", /:2: expected no Connection \(--no-keep-alive/],
  ["POST /\n\n< none.json", /:3: expected a file that can be read, none.json, got no such file/],
  [
    "# @expect matches /a/\n# @expect matches /b/\nGET /",
    /:2: expected such an @expect once .*got a second/,
  ],
  ["# @expect status 200\n# @expect status 201\nGET /", /:2: expected such an @expect once/],
  ["# @expect json {a}\nGET /", /:1: expected JSON on one line, got /],
  ["# @expect matches /(/\nGET /", /:1: expected a regular expression, got /],
  ["# @expect 200\nGET /", /:1: expected "status 201", .*got "200"/],
  ["# @weight 0\nGET /", /:1: expected a weight, a whole number above 0 such as 7, got "0"/],
  ["# @weight 1.5\nGET /", /:1: expected a weight, .*got "1.5"/],
])("%j is told with its line", (text, message) => {
  expect(() => read(text)).toThrow(message);
});
