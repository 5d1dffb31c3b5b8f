import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the folder of a stack outside the repository that serves `hello`; `greetings`: what each of its variants answers. */
export function writeOwnStack(
  folder: string,
  greetings: Readonly<Record<string, string>> = { one: "Hello, world!", other: "Hello, world!" },
): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, "stack.json"),
    JSON.stringify({
      title: "mine",
      language: "JavaScript",
      runtime: "node",
      workloads: ["hello"],
      variants: Object.fromEntries(
        Object.entries(greetings).map(([id, greeting]) => [
          id,
          { command: ["node", "serve.mjs", greeting], server: "node" },
        ]),
      ),
    }),
  );
  writeFileSync(
    join(folder, "serve.mjs"),
    `import { createServer } from "node:http";
createServer(({ method, url }, response) => {
  const known = url === "/hello" || url === "/healthz";
  response.writeHead(known ? (method === "GET" ? 200 : 405) : 404, { "content-type": "text/plain" });
  response.end(known && method === "GET" ? process.argv[2] : "");
}).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
`,
  );
}
