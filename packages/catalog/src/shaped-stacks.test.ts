import { resolve } from "node:path";
import type { Variant } from "@stackbench/model";
import { expect, test } from "vitest";
import { loadCatalog } from "./load-catalog.ts";

const catalog = await loadCatalog(resolve(import.meta.dirname, "../../.."));

test("no stack of this repository is broken, and none has lost or got a variant", () => {
  expect(catalog.broken).toEqual([]);
  const counts = catalog.stacks.map(({ id, variants }) => `${id} ${variants.length}`);
  expect(counts.join(", ")).toBe(
    "actix 5, aiohttp 8, asgi 14, axum 5, bottle 2, bun 4, cherrypy 2, deno 4, django 2, django-min 2, elysia 3, express 8, falcon 4, falcon-asgi 14, fastapi 14, fastify 8, flask 40, go-chi 2, go-echo 2, go-fasthttp 2, " +
      "go-fiber 2, go-gin 2, go-http 11, h3 4, hono 6, hyper 5, koa 4, litestar 14, nestjs 4, nginx 3, node-http 12, php 6, quarkus 6, rack 10, sanic 2, sinatra 10, spring-boot 4, starlette 14, tornado 3, twisted 2, vertx 3, wsgi 40",
  );
});

/** What of a variant tells it from others: all but what is as it mostly is. */
function line(variant: Variant): string {
  const { id, server, workers, threads, replicas, proxy, protocol, script, socket, tls, http2 } =
    variant;
  const what = [`${server} ${workers}x${threads}${replicas > 1 ? ` in ${replicas}` : ""}`];
  if (proxy !== "none") {
    what.push([proxy, protocol, socket, ...(script === undefined ? [] : [script])].join(" "));
  }
  if (tls !== "none") what.push(`TLS at the ${tls}`);
  if (http2) what.push(http2);
  for (const [name, group] of Object.entries(variant.processGroups ?? {})) {
    what.push([`${name} ${group.workers}x${group.threads}`, group.title, ...group.paths].join(" "));
  }
  const variables = Object.entries(variant.environment).map(([name, value]) => `${name}=${value}`);
  const command = [...variables, ...variant.command].join(" ");
  return `${id}: ${what.join(", ")}: ${command}`;
}

const programs = {
  "{gunicorn}": "gunicorn --config=python:stackbench_workloads.gunicorn_config",
  "{uwsgi}": "pyuwsgi --ini=../../packages/workloads-python/src/stackbench_workloads/uwsgi.ini",
  "{puma}": "puma --config ../../packages/workloads-ruby/servers/puma.rb",
  "{unicorn}":
    "unicorn --env production --no-default-middleware --config-file ../../packages/workloads-ruby/servers/unicorn.rb",
};

// One stack an interface, written by hand: what a person reads here is what runs.
test.each([
  [
    "aiohttp",
    `
    bare: aiohttp 1x1: python app.py
    asyncio: aiohttp 1x1: EVENT_LOOP=asyncio python app.py
    gunicorn: gunicorn 1x1: {gunicorn} --worker-class=aiohttp.GunicornUVLoopWebWorker --max-requests=1000 --max-requests-jitter=100 app:application
    gunicorn-11: gunicorn 11x1: {gunicorn} --worker-class=aiohttp.GunicornUVLoopWebWorker --max-requests=1000 --max-requests-jitter=100 app:application
    gunicorn-11-x2-nginx: gunicorn 11x1 in 2, nginx http tcp: {gunicorn} --worker-class=aiohttp.GunicornUVLoopWebWorker --max-requests=1000 --max-requests-jitter=100 app:application
    gunicorn-x10-nginx: gunicorn 1x1 in 10, nginx http tcp: {gunicorn} --worker-class=aiohttp.GunicornUVLoopWebWorker --max-requests=1000 --max-requests-jitter=100 app:application
    replicas-10-nginx: aiohttp 1x1 in 10, nginx http tcp: python app.py
    gunicorn-10-nginx: gunicorn 10x1, nginx http tcp: {gunicorn} --worker-class=aiohttp.GunicornUVLoopWebWorker app:application`,
  ],
  [
    "express",
    `
    bare: node 1x1: NODE_ENV=production node src/server.ts
    compile-cache: node 1x1: NODE_ENV=production NODE_COMPILE_CACHE=/app/compile-cache node src/server.ts
    cluster: node cpusx1: NODE_ENV=production node src/server.ts
    bun: bun 1x1: NODE_ENV=production bun src/server.ts
    deno: deno 1x1: NODE_ENV=production deno run --allow-all src/server.ts
    nginx: node 1x1, nginx http tcp: NODE_ENV=production node src/server.ts
    cluster-nginx: node cpusx1, nginx http tcp: NODE_ENV=production node src/server.ts
    pm2: pm2 cpusx1: NODE_ENV=production PM2_HOME=/tmp/stackbench-pm2 node_modules/.bin/pm2-runtime start node_modules/@stackbench/workloads-node/pm2.config.cjs`,
  ],
  [
    "bun",
    `
    bare: bun 1x1: NODE_ENV=production bun src/server.ts
    reuse-port: bun cpusx1: NODE_ENV=production REUSE_PORT=1 bun src/server.ts
    nginx: bun 1x1, nginx http tcp: NODE_ENV=production bun src/server.ts
    nginx-unix: bun 1x1, nginx http unix: NODE_ENV=production bun src/server.ts`,
  ],
  [
    "deno",
    `
    bare: deno 1x1: NODE_ENV=production deno run --allow-all src/server.ts
    reuse-port: deno cpusx1: NODE_ENV=production REUSE_PORT=1 deno run --allow-all --unstable-net src/server.ts
    nginx: deno 1x1, nginx http tcp: NODE_ENV=production deno run --allow-all src/server.ts
    nginx-unix: deno 1x1, nginx http unix: NODE_ENV=production deno run --allow-all src/server.ts`,
  ],
  [
    "fastapi",
    `
    uvicorn: uvicorn 1x1: python -m stackbench_workloads.serve_uvicorn --loop=uvloop app:application
    uvicorn-asyncio: uvicorn 1x1: python -m stackbench_workloads.serve_uvicorn --loop=asyncio app:application
    uvicorn-h11: uvicorn 1x1: python -m stackbench_workloads.serve_uvicorn --http=h11 app:application
    uvicorn-5: uvicorn 5x1: python -m stackbench_workloads.serve_uvicorn --loop=uvloop app:application
    uvicorn-2n1: uvicorn 2n+1x1: python -m stackbench_workloads.serve_uvicorn --loop=uvloop app:application
    hypercorn: hypercorn 1x1, h2c: hypercorn --config=python:stackbench_workloads.hypercorn_config --worker-class=uvloop app:application
    hypercorn-2n1: hypercorn 2n+1x1, h2c: hypercorn --config=python:stackbench_workloads.hypercorn_config --worker-class=uvloop app:application
    gunicorn-uvicorn: gunicorn 1x1: {gunicorn} --worker-class=uvicorn_worker.UvicornWorker app:application
    gunicorn-asgi: gunicorn 1x1: {gunicorn} --worker-class=asgi --asgi-loop=uvloop app:application
    granian: granian 1x1: python -m stackbench_workloads.serve_granian --interface=asgi app:application
    granian-2n1: granian 2n+1x1: python -m stackbench_workloads.serve_granian --interface=asgi app:application
    granian-h2c: granian 1x1, h2c: python -m stackbench_workloads.serve_granian --interface=asgi app:application
    uvicorn-nginx: uvicorn 1x1, nginx http tcp: python -m stackbench_workloads.serve_uvicorn --loop=uvloop app:application
    uvicorn-nginx-h2c: uvicorn 1x1, nginx http tcp, h2c: python -m stackbench_workloads.serve_uvicorn --loop=uvloop app:application`,
  ],
  [
    "flask",
    `
    gunicorn: gunicorn 1x1: {gunicorn} app:application
    gunicorn-2: gunicorn 2x1: {gunicorn} app:application
    gunicorn-4: gunicorn 4x1: {gunicorn} app:application
    gunicorn-4-max-20: gunicorn 4x1: {gunicorn} --max-requests=20 --max-requests-jitter=2 app:application
    gunicorn-4-max-200: gunicorn 4x1: {gunicorn} --max-requests=200 --max-requests-jitter=20 app:application
    gunicorn-4-max-1000: gunicorn 4x1: {gunicorn} --max-requests=1000 --max-requests-jitter=100 app:application
    gunicorn-2n1: gunicorn 2n+1x1: {gunicorn} app:application
    gunicorn-8n: gunicorn 8nx1: {gunicorn} app:application
    gthread-1x4: gunicorn 1x4: {gunicorn} --worker-class=gthread app:application
    gthread-4x4: gunicorn 4x4: {gunicorn} --worker-class=gthread app:application
    gthread-2n1x4: gunicorn 2n+1x4: {gunicorn} --worker-class=gthread app:application
    gunicorn-gevent: gunicorn 1x1: {gunicorn} --worker-class=gevent app:application
    gunicorn-nginx: gunicorn 1x1, nginx http tcp: {gunicorn} app:application
    gunicorn-nginx-unix: gunicorn 1x1, nginx http unix: {gunicorn} app:application
    gunicorn-nginx-tls: gunicorn 1x1, nginx http tcp, TLS at the proxy, h2: {gunicorn} app:application
    waitress: waitress 1x4: python -m stackbench_workloads.serve_waitress app:application
    cheroot: cheroot 1x10: python -m stackbench_workloads.serve_cheroot app:application
    granian: granian 1x1: python -m stackbench_workloads.serve_granian --interface=wsgi app:application
    granian-2n1: granian 2n+1x1: python -m stackbench_workloads.serve_granian --interface=wsgi app:application
    uwsgi-unix: uwsgi 1x1, nginx uwsgi unix: {uwsgi}
    uwsgi-unix-2: uwsgi 2x1, nginx uwsgi unix: {uwsgi}
    uwsgi-unix-10: uwsgi 10x1, nginx uwsgi unix: {uwsgi}
    uwsgi-unix-16: uwsgi 16x1, nginx uwsgi unix: {uwsgi}
    uwsgi-cheaper-spare: uwsgi 16x1, nginx uwsgi unix: {uwsgi} --cheaper=2 --cheaper-initial=2 --cheaper-step=2 --cheaper-algo=spare
    uwsgi-cheaper-spare2: uwsgi 16x1, nginx uwsgi unix: {uwsgi} --cheaper=2 --cheaper-initial=2 --cheaper-step=2 --cheaper-algo=spare2
    uwsgi-tcp: uwsgi 1x1, nginx uwsgi tcp: {uwsgi}
    uwsgi-http: uwsgi 1x1, nginx http tcp: {uwsgi}
    uwsgi-fastcgi: uwsgi 1x1, nginx fastcgi tcp: {uwsgi}
    uwsgi-router: uwsgi 1x1: {uwsgi}:router
    mod-wsgi-embedded: apache 5x512: python -m stackbench_workloads.apache embedded
    mod-wsgi-daemon: apache 5x5: python -m stackbench_workloads.apache daemon
    mod-wsgi-daemon-max-20: apache 5x5: python -m stackbench_workloads.apache daemon main:maximum-requests=20
    mod-wsgi-daemon-max-200: apache 5x5: python -m stackbench_workloads.apache daemon main:maximum-requests=200
    mod-wsgi-daemon-max-1000: apache 5x5: python -m stackbench_workloads.apache daemon main:maximum-requests=1000
    mod-wsgi-daemon-nginx: apache 5x5, nginx http tcp: python -m stackbench_workloads.apache daemon
    mod-wsgi-groups: apache 1x1, main 1x5 (wsgi:main), volume 3x5 (wsgi:volume) /hello /items/, admin 1x3 (wsgi:admin) /report: python -m stackbench_workloads.apache daemon admin:inactivity-timeout=30 admin:maximum-requests=20
    mod-wsgi-groups-5x5: apache 1x1, main 1x5 (wsgi:main), volume 3x5 (wsgi:volume) /hello /items/, admin 1x5 (wsgi:admin) /report: python -m stackbench_workloads.apache daemon
    mod-wsgi-one-group: apache 1x1, main 5x5 (wsgi:main): python -m stackbench_workloads.apache daemon
    gunicorn-groups: gunicorn 1x1, nginx http tcp, main 1x5 --name=main, volume 3x5 --name=volume /hello /items/, admin 1x3 --name=admin /report: python -m stackbench_workloads.run_groups app:application admin:--max-requests=20
    direct: werkzeug 1x1: python app.py`,
  ],
  [
    "go-http",
    `
    bare: net/http 1x1: ./server
    h2c: net/http 1x1, h2c: ./server
    nginx: net/http 1x1, nginx http tcp: ./server
    nginx-unix: net/http 1x1, nginx http unix: ./server
    haproxy: net/http 1x1, haproxy http tcp: ./server
    caddy: net/http 1x1, caddy http tcp: ./server
    haproxy-h2c: net/http 1x1, haproxy http tcp, h2c: ./server
    caddy-h2c: net/http 1x1, caddy http tcp, h2c: ./server
    nginx-tls: net/http 1x1, nginx http tcp, TLS at the proxy, h2: ./server
    haproxy-tls: net/http 1x1, haproxy http tcp, TLS at the proxy, h2: ./server
    caddy-tls: net/http 1x1, caddy http tcp, TLS at the proxy, h2: ./server`,
  ],
  [
    "axum",
    `
    bare: axum cpusx1: ./server
    one: axum 1x1: ./server
    h2c: axum cpusx1, h2c: ./server
    nginx: axum cpusx1, nginx http tcp: ./server
    nginx-unix: axum cpusx1, nginx http unix: ./server`,
  ],
  [
    "spring-boot",
    `
    bare: tomcat 1x200: java -cp lib/* stackbench.springboot.Server
    virtual: tomcat 1x1: SPRING_THREADS_VIRTUAL_ENABLED=true java -cp lib/* stackbench.springboot.Server
    nginx: tomcat 1x200, nginx http tcp: java -cp lib/* stackbench.springboot.Server
    virtual-nginx: tomcat 1x1, nginx http tcp: SPRING_THREADS_VIRTUAL_ENABLED=true java -cp lib/* stackbench.springboot.Server`,
  ],
  [
    "quarkus",
    `
    bare: quarkus 1x200: java -jar lib/platform/quarkus-run.jar
    virtual: quarkus 1x1: java -jar lib/virtual/quarkus-run.jar
    h2c: quarkus 1x200, h2c: java -jar lib/platform/quarkus-run.jar
    tls: quarkus 1x200, TLS at the app, h2: java -jar lib/platform/quarkus-run.jar
    nginx: quarkus 1x200, nginx http tcp: java -jar lib/platform/quarkus-run.jar
    virtual-nginx: quarkus 1x1, nginx http tcp: java -jar lib/virtual/quarkus-run.jar`,
  ],
  [
    "vertx",
    `
    bare: vertx cpusx1: java -cp lib/* stackbench.vertx.Server
    one: vertx 1x1: java -cp lib/* stackbench.vertx.Server
    nginx: vertx cpusx1, nginx http tcp: java -cp lib/* stackbench.vertx.Server`,
  ],
  [
    "php",
    `
    fpm: php-fpm 1x1, nginx fastcgi tcp /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh
    fpm-unix: php-fpm 1x1, nginx fastcgi unix /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh
    fpm-cpus-unix: php-fpm cpusx1, nginx fastcgi unix /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh
    fpm-5-unix: php-fpm 5x1, nginx fastcgi unix /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh
    fpm-8n: php-fpm 8nx1, nginx fastcgi tcp /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh
    fpm-8n-unix: php-fpm 8nx1, nginx fastcgi unix /srv/app/index.php: sh /srv/workloads-php/fpm/serve.sh`,
  ],
  [
    "sinatra",
    `
    puma-1x1: puma 1x1: {puma} config.ru
    puma: puma 1x5: {puma} config.ru
    puma-cpus: puma cpusx5: {puma} config.ru
    puma-cpus-x1: puma cpusx1: {puma} config.ru
    puma-nginx: puma 1x5, nginx http tcp: {puma} config.ru
    puma-nginx-unix: puma 1x5, nginx http unix: {puma} config.ru
    puma-cpus-nginx-unix: puma cpusx5, nginx http unix: {puma} config.ru
    unicorn: unicorn 1x1: {unicorn} config.ru
    unicorn-2n1: unicorn 2n+1x1: {unicorn} config.ru
    unicorn-2n1-nginx-unix: unicorn 2n+1x1, nginx http unix: {unicorn} config.ru`,
  ],
  [
    "tornado",
    `
    bare: tornado 1x1: python app.py
    multi: tornado cpusx1: python app.py
    nginx: tornado 1x1, nginx http tcp: python app.py`,
  ],
])("the variants of %s, in order, with all that is theirs", (id, text) => {
  const written = Object.entries(programs).reduce((all, [name, words]) => {
    return all.replaceAll(name, words);
  }, text);
  const wanted = written.trim().split(/\n\s*/);
  const stack = catalog.stacks.find((one) => one.id === id);
  expect(stack?.variants.map(line)).toEqual(wanted);
});
