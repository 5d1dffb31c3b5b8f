import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the folder of a stack outside the repository, of two variants that answer `hello`. */
export function writeOwnStack(folder: string): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, "stack.json"),
    JSON.stringify({
      title: "mine",
      language: "JavaScript",
      runtime: "node",
      workloads: ["hello"],
      variants: {
        one: { command: ["node", "serve.mjs"], server: "node" },
        other: { command: ["node", "serve.mjs"], server: "node" },
      },
    }),
  );
  writeFileSync(
    join(folder, "serve.mjs"),
    `import { createServer } from "node:http";
createServer(({ method, url }, response) => {
  const known = url === "/hello" || url === "/healthz";
  response.writeHead(known ? (method === "GET" ? 200 : 405) : 404, { "content-type": "text/plain" });
  response.end(known && method === "GET" ? "Hello, world!" : "");
}).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
`,
  );
}
