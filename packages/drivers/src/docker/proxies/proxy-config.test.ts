import { expect, it } from "vitest";
import { proxyConfig } from "./proxy-config.ts";
import type { ProxyPlan } from "./proxy-plan.ts";

/** As no stack.json can have it: what the writers do when a path comes to them by another way. */
function planFor(path: string): ProxyPlan {
  return {
    protocol: "http",
    listensOn: "127.0.0.1",
    speaksTls: false,
    speaksHttp2: false,
    workers: 1,
    port: 8080,
    backends: [
      { name: "main", paths: [], places: [{ host: "127.0.0.1", port: 8000 }] },
      { name: "clients", paths: [path], places: [{ host: "127.0.0.1", port: 8001 }] },
    ],
    alone: [],
  };
}

it("nginx's writer makes one word of any path", () => {
  const path = '/x { return 200 "x"; } location /y\\';
  const served = proxyConfig("nginx", planFor(path)).split("\n").slice(-5, -3);
  expect(served).toEqual([
    '    location "/x { return 200 \\"x\\"; } location /y\\\\" { proxy_pass http://clients; }',
    "    location / { proxy_pass http://main; }",
  ]);
});

it("nginx tells php-fpm which file answers: the script, or the one of a path that ends in .php", () => {
  const plan: ProxyPlan = {
    ...planFor("/x"),
    protocol: "fastcgi",
    script: "/srv/app/public/index.php",
  };
  const lines = proxyConfig("nginx", plan)
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toContain(
    'map $document_uri $script_name { "~^(?<named>/.+[.]php)$" $named; default "/index.php"; }',
  );
  expect(lines).toContain('fastcgi_param SCRIPT_FILENAME "/srv/app/public$script_name";');
  expect(lines).toContain('fastcgi_param DOCUMENT_ROOT "/srv/app/public";');
  expect(lines.join("\n")).not.toContain("PATH_INFO");
  // A server that finds the app itself is told the path, and no file.
  const { script: _, ...without } = plan;
  const other = proxyConfig("nginx", without);
  expect(other).toContain("fastcgi_param PATH_INFO $document_uri;");
  expect(other).not.toContain("SCRIPT_FILENAME");
});

it("HAProxy's writer makes one word of any path, and a section of its own of any group", () => {
  const lines = proxyConfig("haproxy", planFor('/x "} || { always_true')).split("\n");
  expect(lines).toContain('  use_backend to-clients if { path_beg "/x \\"} || { always_true" }');
  expect(lines).toContain("backend to-clients");
  expect(() => proxyConfig("haproxy", planFor("/x\nhttp-request return"))).toThrow(
    /expected one line, got/,
  );
});

it.each(["/*", "/{http.vars.root}", "/%2A"])("Caddy's writer takes no path like %s", (path) => {
  expect(() => proxyConfig("caddy", planFor(path))).toThrow(/expected a path without/);
});

it("clients may speak HTTP/2 only where the variant says so, and never with a replica alone", () => {
  const plan: ProxyPlan = {
    ...planFor("/clients"),
    alone: [{ port: 8100, title: "replica 1 of 2", place: { host: "127.0.0.1", port: 8000 } }],
  };
  const both = { ...plan, speaksHttp2: true };
  expect(proxyConfig("nginx", plan)).not.toContain("http2");
  expect(proxyConfig("nginx", both).split("http2 on;")).toHaveLength(2);
  expect(proxyConfig("caddy", plan)).not.toContain("h2c");
  expect(proxyConfig("caddy", both).split('"protocols":["h1","h2c"]')).toHaveLength(2);
});

it.each(["nginx", "haproxy", "caddy"] as const)(
  "%s speaks TLS 1.3 alone with clients where the variant says so, and never with a replica alone",
  (name) => {
    const plan: ProxyPlan = {
      ...planFor("/clients"),
      alone: [{ port: 8100, title: "replica 1 of 2", place: { host: "127.0.0.1", port: 8000 } }],
    };
    const plain = proxyConfig(name, plan);
    const secure = proxyConfig(name, { ...plan, speaksTls: true });
    expect(plain).not.toMatch(/proxy[.]pem|tls1[.]3/i);
    expect(secure.match(/TLSv?1[.]3/gi)).toHaveLength(1);
    expect(secure).not.toMatch(/"h2"|alpn h2|http2/);
    const both = proxyConfig(name, { ...plan, speaksTls: true, speaksHttp2: true });
    expect(both.match(/"h2"|alpn h2|http2 on/g)).toHaveLength(1);
  },
);

it.each([
  ["nginx", "server n-pod-2:10010 max_fails=0;"],
  ["haproxy", "server s1 n-pod-2:10010 "],
  ["caddy", '"dial":"n-pod-2:10010"'],
] as const)("%s reaches a replica on another machine by its name", (name, line) => {
  const places = [{ host: "n-pod-2", port: 10_010 }];
  const plan = { ...planFor("/clients"), backends: [{ name: "main", paths: [], places }] };
  expect(proxyConfig(name, plan)).toContain(line);
});
