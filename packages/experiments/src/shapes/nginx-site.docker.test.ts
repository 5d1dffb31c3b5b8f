import { selfSigned } from "@stackbench/http1";
import { execFile } from "node:child_process";
import { buildImages, imagesOptions } from "@stackbench/session";
import { beforeAll, expect, test } from "vitest";
import { nginxSite } from "./nginx-site.ts";

let image = "";
beforeAll(async () => {
  const { images } = await buildImages(await imagesOptions(), [], () => {});
  image = images.find(({ name }) => name === "nginx")!.reference;
});

/** What a script says with the site where nginx includes it from, and no other site beside it. */
async function withSite(site: string, script: string): Promise<string> {
  const place =
    "rm -f /etc/nginx/sites-enabled/default /etc/nginx/conf.d/default.conf; cat > /etc/nginx/conf.d/app.conf";
  const words = ["run", "--rm", "--interactive", "--network=none", "--entrypoint=bash", image];
  const ran = Promise.withResolvers<string>();
  const child = execFile("docker", [...words, "-c", `${place}; ${script}`], (error, out, err) =>
    error ? ran.reject(new Error(`${error.message}\n${err}`)) : ran.resolve(out + err),
  );
  child.stdin!.end(site);
  return await ran.promise;
}

test.each([
  [{ port: 8000 }, "http"],
  [{ socketPath: "/run/my-app/app.sock" }, "http"],
  [{ socketPath: "/run/my-app/app.sock" }, "uwsgi"],
  [{ port: 8000 }, "fastcgi"],
  [{ port: 9000 }, "fastcgi", "public/index.php"],
] as const)(
  "the site that leads to %j by %s, pasted, is one that nginx takes",
  async (place, protocol, script?: string) => {
    expect(await withSite(nginxSite(place, protocol, script), "nginx -t")).toContain(
      "test is successful",
    );
  },
);

test("the site over TLS, pasted, is one that nginx takes where the certificate lies", async () => {
  const { pem } = selfSigned(["localhost"]);
  const tried = await withSite(
    nginxSite({ port: 8000 }, "http", undefined, true),
    `printf '%s' '${pem}' > /etc/ssl/my-app.pem; nginx -t`,
  );
  expect(tried).toContain("test is successful");
});

test("a request through the site, pasted, comes to the app with its host, over a connection that is kept", async () => {
  // What stands in for the app tells what it was sent.
  const app = `server { listen 127.0.0.1:8000; location / {
    return 200 "$http_host $http_x_forwarded_for $http_x_forwarded_proto $connection_requests\\n"; } }`;
  const ask = `exec 3<>/dev/tcp/127.0.0.1/80
    printf 'GET / HTTP/1.1\\r\\nHost: shop.example\\r\\nConnection: close\\r\\n\\r\\n' >&3; tail -n 1 <&3`;
  const answers = await withSite(
    nginxSite({ port: 8000 }, "http"),
    // Each worker keeps connections of its own.
    `echo '${app}' > /etc/nginx/conf.d/stand-in.conf; sed -i 's/^worker_processes .*/worker_processes 1;/' /etc/nginx/nginx.conf; nginx; (${ask}); (${ask})`,
  );
  expect(answers).toContain("shop.example 127.0.0.1 http 1\nshop.example 127.0.0.1 http 2\n");
});
