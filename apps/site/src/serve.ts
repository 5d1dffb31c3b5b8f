import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

const types: Record<string, string> = { ".html": "text/html; charset=utf-8" };

/** Shows a folder on 127.0.0.1 alone. Resolves once it listens; port 0 takes a free one. */
export async function serveFolder(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => void answer(folder, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = await fileOf(folder, request.url ?? "/");
  if (path === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("no such page\n");
    return;
  }
  response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" });
  createReadStream(path).pipe(response);
}

/** The file of an address; undefined for none, or one outside the folder. */
async function fileOf(folder: string, url: string): Promise<string | undefined> {
  const inside = pathOf(url);
  if (inside === undefined || inside.includes("..")) return undefined;
  const path = join(folder, inside.endsWith("/") ? `${inside}index.html` : inside);
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? path : undefined;
}

/** Undefined where it is no address. */
function pathOf(url: string): string | undefined {
  try {
    return normalize(decodeURIComponent(new URL(url, "http://site").pathname));
  } catch {
    return undefined;
  }
}
