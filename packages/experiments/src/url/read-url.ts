import { UsageError } from "@stackbench/model";

/** `http://` goes without saying; null for what is no URL. */
export function parseUrl(text: string): URL | null {
  return URL.parse(text.includes("://") ? text : `http://${text}`);
}

/** Host as written and port of a server's URL, and the URL with both. Throws UsageError for anything but `http://host:port`. */
export function readUrl(text: string): { url: string; host: string; port: number } {
  const url = parseUrl(text);
  const wrong = (got: string) =>
    new UsageError(`--url: expected a URL such as http://127.0.0.1:8000, got ${got}`);
  if (url === null || url.hostname === "") throw wrong(`"${text}"`);
  if (url.protocol !== "http:") {
    throw wrong(`"${text}": only plain HTTP/1.1 is spoken here, no ${url.protocol.slice(0, -1)}`);
  }
  if (url.username !== "" || url.password !== "") throw wrong("a name and password in it");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw wrong(`"${text}" with a path`);
  }
  // URLs hold IPv6 addresses in brackets.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? 80 : Number(url.port);
  return { url: `http://${url.hostname}:${port}`, host, port };
}
