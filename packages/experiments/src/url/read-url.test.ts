import { join } from "node:path";
import { workingDirectory } from "@stackbench/session";
import { UsageError } from "@stackbench/model";
import { expect, test } from "vitest";
import { readUrl } from "./read-url.ts";
import { splitUrls } from "./split-url.ts";

/** What a text of `--url` is taken for, and the path in it. */
const read = (text: string) => {
  const { servers, path } = splitUrls([text], undefined);
  return { ...readUrl(servers[0]!), path };
};

test.each([
  ["127.0.0.1:8000", "http://127.0.0.1:8000", "127.0.0.1"],
  ["http://localhost", "http://localhost:80", "localhost"],
  ["http://0.0.0.0:8000", "http://127.0.0.1:8000", "127.0.0.1"],
  ["http://[::]:8000", "http://[::1]:8000", "::1"],
  ["[::1]:8000", "http://[::1]:8000", "::1"],
  ["http://:8000", "http://localhost:8000", "localhost"],
  [":8000", "http://localhost:8000", "localhost"],
])("%s is %s, whose host is %s", (text, url, host) => {
  const port = Number(/\d+$/.exec(url)![0]);
  expect(read(text)).toMatchObject({ url, host, port, isTls: false });
});

test.each([
  ["https://localhost:8443/a?b=1", "https://localhost:8443", 8443, "/a?b=1"],
  ["https://example.test", "https://example.test:443", 443, undefined],
  ["HTTPS://[::]:1/x", "https://[::1]:1", 1, "/x"],
])("%s is asked over TLS", (text, url, port, path) => {
  expect(read(text)).toMatchObject({ url, port, isTls: true, path });
});

test.each([
  ["unix:/tmp/app.sock", "/tmp/app.sock", undefined],
  ["unix:///tmp/app.sock", "/tmp/app.sock", undefined],
  ["unix:/tmp/app.sock:/path?x=1", "/tmp/app.sock", "/path?x=1"],
  ["http://unix:/tmp/app.sock:/", "/tmp/app.sock", undefined],
  ["http://unix:/tmp/app.sock:/x", "/tmp/app.sock", "/x"],
  ["http+unix://%2Ftmp%2Fapp.sock/path", "/tmp/app.sock", "/path"],
  ["http+unix://%2Ftmp%2Fapp.sock", "/tmp/app.sock", undefined],
  ["http+unix:///tmp/app.sock", "/tmp/app.sock", undefined],
  ["/tmp/app.sock:/x", "/tmp/app.sock", "/x"],
  ["./app.sock", join(workingDirectory, "app.sock"), undefined],
  ["unix:app.sock", join(workingDirectory, "app.sock"), undefined],
  ["unix:@app", "\0app", undefined],
])("%s is the unix socket %j", (text, socketPath, path) => {
  const url = `unix:${socketPath.replace("\0", "@")}`;
  expect(read(text)).toEqual({ url, socketPath, path });
});

test.each([
  ["ftp://127.0.0.1", /no ftp/],
  ["https+unix://%2Ftmp%2Fapp.sock", /no TLS over a unix socket/],
  ["http+unix://%ZZ/x", /percent-encoded/],
  ["http://a:b@127.0.0.1", /a name and password/],
  ["http://", /such as http:\/\/127\.0\.0\.1:8000/],
])("%s is wrong", (text, message) => {
  expect(() => read(text)).toThrow(UsageError);
  expect(() => read(text)).toThrow(message);
});
