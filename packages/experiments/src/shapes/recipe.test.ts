import type { VariantInfo } from "@stackbench/model";
import { expect, test } from "vitest";
import { recipeOf } from "./recipe.ts";

const asFolder = { port: null, install: "requirements.txt", image: null };
const plain = {
  key: "Shop:bare",
  server: "gunicorn",
  versions: { gunicorn: "27.0.1", flask: "3.1.3" },
  workers: 5,
  threads: 2,
  proxy: "none",
  protocol: "http",
  socket: "tcp",
} as object as VariantInfo;
const script = 'exec gunicorn --bind=$HOST:$PORT --workers=$WORKERS --threads=$THREADS "$0"';

test("a command line is shown as one types it, on all addresses where no proxy stands in front", () => {
  expect(recipeOf(plain, ["sh", "-c", script, "app:create_app()"], asFolder)).toEqual({
    install: "pip install gunicorn==27.0.1",
    command: "gunicorn --bind=0.0.0.0:8000 --workers=5 --threads=2 'app:create_app()'",
    gunicornConf: 'bind = "0.0.0.0:8000"\nworkers = 5\nthreads = 2\n',
    dockerfile:
      "RUN pip install gunicorn==27.0.1\nEXPOSE 8000\nCMD exec gunicorn --bind=0.0.0.0:8000 --workers=5 --threads=2 'app:create_app()'\n",
  });
});

test("what a worker class needs is installed with it, in the version that was measured", () => {
  const versions = { gunicorn: "27.0.1", gevent: "26.9.0", packaging: "26.3", waitress: "3.0.2" };
  const command = [
    "sh",
    "-c",
    'exec gunicorn --bind=$HOST:$PORT --worker-class=gevent "$0"',
    "a:b",
  ];
  const { install } = recipeOf({ ...plain, versions }, command, asFolder);
  expect(install).toBe("pip install gunicorn==27.0.1 gevent==26.9.0 packaging==26.3");
});

test("behind nginx it listens on the loopback, or a socket, and the site leads there", () => {
  const nginx = { ...plain, proxy: "nginx" };
  const { command, dockerfile, nginxSite } = recipeOf(
    nginx,
    ["sh", "-c", script, "app:app"],
    asFolder,
  );
  expect(command).toContain("--bind=127.0.0.1:8000 ");
  // In a container of its own the loopback is nobody's but the app's.
  expect(dockerfile).toContain("--bind=0.0.0.0:8000 ");
  expect(nginxSite).toContain("  server 127.0.0.1:8000 max_fails=0;\n  keepalive 256;\n");
  const socket = { ...nginx, server: "uwsgi", protocol: "uwsgi", socket: "unix" };
  const words = ["sh", "-c", 'exec pyuwsgi --socket=$SOCKET_PATH --module="$0"', "app:app"];
  const unix = recipeOf(socket, words, asFolder);
  expect(unix.dockerfile).toBeUndefined();
  expect(unix.command).toBe("pyuwsgi --socket=/run/my-app/app.sock --module=app:app");
  expect(unix.nginxSite).toContain("server unix:/run/my-app/app.sock max_fails=0;");
  expect(unix.nginxSite).toContain("uwsgi_pass app;");
  expect(unix.nginxSite).not.toContain("keepalive");
});

test("a runtime is installed in the version that was measured", () => {
  const bun = { ...plain, server: "bun", versions: { bun: "1.4.5", pm2: "7.0.4" } };
  const words = ["sh", "-c", 'NODE_ENV=production exec bun "$0"', "server.js"];
  expect(recipeOf(bun, words, asFolder)).toMatchObject({
    install: "npm install --global bun@1.4.5",
    command: "HOST=0.0.0.0 PORT=8000 NODE_ENV=production bun server.js",
  });
});

test("php-fpm behind Apache is started with its pool, and the site leads to its socket", () => {
  const script = `printf "max = $WORKERS" > /tmp/php-fpm.conf && php-fpm8.4 && MODULES='dir' exec sh serve.sh "$@"`;
  const lines = ["DocumentRoot ${ROOT}", "FallbackResource /${INDEX}"];
  const apache = { ...plain, server: "apache", versions: { apache: "2.4.71" } };
  const words = ["sh", "-c", script, "public/index.php", ...lines];
  const { command, apacheSite, wsgiScript } = recipeOf(apache, words, asFolder);
  expect(command).toMatch(
    /^printf "max = 5" > \/tmp\/php-fpm.conf && php-fpm8.4 && : > .* apachectl/,
  );
  expect(apacheSite).toContain("DocumentRoot /srv/my-app/public\nFallbackResource /index.php\n");
  expect(wsgiScript).toBeUndefined();
});

test("in a Dockerfile the server takes the shell's place, not what a shell does before it", () => {
  const words = ["sh", "-c", "echo x > /tmp/x && exec puma --port $PORT", "config.ru"];
  const { dockerfile } = recipeOf({ ...plain, server: "puma" }, words, asFolder);
  expect(dockerfile).toContain("CMD echo x > /tmp/x && exec puma --port 8000\n");
});

test("php-fpm is told by nginx which file answers", () => {
  const fpm = { ...plain, server: "php-fpm", proxy: "nginx", protocol: "fastcgi", socket: "unix" };
  const words = ["sh", "-c", 'printf "listen = $SOCKET_PATH" && exec php-fpm', "public/index.php"];
  const { command, nginxSite } = recipeOf(fpm, words, asFolder);
  expect(command).toBe('printf "listen = /run/my-app/app.sock" && php-fpm');
  expect(nginxSite).toContain("  root /srv/my-app/public;\n");
  expect(nginxSite).toContain("try_files $uri /index.php$is_args$args;");
});

test("a server of Ruby is a gem, in the app's bundle where it has one", () => {
  const puma = { ...plain, server: "puma", versions: { puma: "6.6.0" } };
  const alone = recipeOf(puma, ["sh", "-c", 'exec puma "$0"', "config.ru"], asFolder);
  expect(alone.install).toBe("gem install puma --version 6.6.0");
  const bundled = recipeOf(puma, ["sh", "-c", 'exec bundle exec puma "$0"', "config.ru"], asFolder);
  expect(bundled).toMatchObject({
    install: "bundle show puma || bundle add puma --version 6.6.0",
    command: "HOST=0.0.0.0 PORT=8000 bundle exec puma config.ru",
  });
});

test("a program that listens by itself is told where by its environment", () => {
  const node = { ...plain, server: "node" };
  const words = ["sh", "-c", 'NODE_ENV=production exec node "$0"', "my server.js"];
  expect(recipeOf(node, words, asFolder)).toEqual({
    command: "HOST=0.0.0.0 PORT=8000 NODE_ENV=production node 'my server.js'",
    dockerfile:
      "EXPOSE 8000\nCMD HOST=0.0.0.0 PORT=8000 NODE_ENV=production exec node 'my server.js'\n",
  });
  const own = recipeOf(node, ["sh", "-c", 'eval "exec $0"', "npm start"], {
    ...asFolder,
    port: 3000,
  });
  expect(own.command).toBe("HOST=0.0.0.0 PORT=3000 npm start");
});

test("what Next.js makes is given the files that it serves, and told where to listen by its own variable", () => {
  const words = ["sh", "-c", 'exec node "$0"', ".next/standalone/server.js"];
  const { install, command } = recipeOf({ ...plain, server: "node" }, words, asFolder);
  expect(install).toMatch(
    /^npm run build && cp -r \.next\/static \.next\/standalone\/\.next\/ && /,
  );
  expect(command).toBe("HOST=0.0.0.0 PORT=8000 HOSTNAME=0.0.0.0 node .next/standalone/server.js");
  const pm2 = { ...plain, server: "pm2", versions: { pm2: "7.0.4" } };
  expect(recipeOf(pm2, words, asFolder).install).toMatch(
    /^npm run build .*npm install --global pm2@/,
  );
});

test("Apache's site has the lines that were measured, with their numbers, and the app a script of its own", () => {
  const apache = { ...plain, server: "apache", versions: { apache: "2.4.71", mod_wsgi: "6.1.1" } };
  const lines = ["MaxRequestWorkers ${CONNECTIONS}", "WSGIScriptAlias / ${SCRIPT} x=%{GLOBAL}"];
  const words = ["sh", "serve.sh", "shop.wsgi:make()", ...lines];
  const { install, apacheSite, wsgiScript } = recipeOf(apache, words, asFolder);
  expect(install).toContain("pip install mod_wsgi==6.1.1");
  expect(apacheSite).toContain(
    "Listen 0.0.0.0:8000\nMaxRequestWorkers 10\nWSGIScriptAlias / /srv/my-app/my-app.wsgi x=%{GLOBAL}\n",
  );
  expect(wsgiScript).toContain("import shop.wsgi\napplication = shop.wsgi.make()\n");
  expect(recipeOf(apache, ["sh", "serve.sh", "shop"], asFolder).wsgiScript).toContain(
    "import shop\napplication = shop.application\n",
  );
  const behind = recipeOf({ ...apache, proxy: "nginx" } as const, words, asFolder);
  expect(behind.apacheSite).toContain("Listen 127.0.0.1:8000\n");
  expect(behind.nginxSite).toContain("server 127.0.0.1:8000 max_fails=0;");
});

test("Apache that speaks TLS has its certificate and modules in the site, and what enables them", () => {
  const tls = {
    ...plain,
    server: "apache",
    tls: "app",
    versions: { apache: "2.4.71", mod_wsgi: "6.1.1" },
  } as const;
  const wsgi = recipeOf(tls, ["sh", "serve.sh", "shop", "MaxRequestWorkers 9"], asFolder);
  expect(wsgi.install).toMatch(/ && a2enmod ssl http2$/);
  expect(wsgi.apacheSite).toMatch(
    /^Listen 0\.0\.0\.0:8000\nSSLEngine on\nSSLCertificateFile \/etc\/ssl\/my-app\.pem\n(.+\n)+MaxRequestWorkers 9\n/,
  );
  const php = ["sh", "-c", "php-fpm8.4 && MODULES='dir' exec sh serve.sh", "index.php"];
  expect(recipeOf(tls, php, asFolder).install).toMatch(/ && a2enmod proxy_fcgi ssl http2$/);
});

test("a program in Go is built first", () => {
  const words = ["sh", "-c", "GOMAXPROCS=1 exec /opt/app/server", "./cmd/x"];
  expect(recipeOf({ ...plain, server: "go" }, words, asFolder)).toMatchObject({
    install: "go build -o /opt/app/server ./cmd/x",
    command: "HOST=0.0.0.0 PORT=8000 GOMAXPROCS=1 /opt/app/server",
  });
});

test("a jar is built by Maven first where that made it", () => {
  const java = { ...plain, server: "java", versions: { java: "21.0.9" } };
  const recipe = (jar: string, install: string) =>
    recipeOf(java, ["sh", "-c", 'PORT=$PORT exec java -jar "$0"', jar], { ...asFolder, install });
  expect(recipe("app.jar", "pom.xml")).toMatchObject({
    install: "mvn -DskipTests package && cp target/*.jar app.jar",
    command: "PORT=8000 java -jar app.jar",
  });
  expect(recipe("server/target/x.jar", "pom.xml").install).toBe("mvn -DskipTests package");
  expect(recipe("app.jar", "none").install).toBeUndefined();
});

test("an image that runs what it says itself is started by docker, and first built where it is the folder's", () => {
  const command = { ...plain, server: "command" };
  expect(recipeOf(command, [], { ...asFolder, install: "Dockerfile", port: 3000 })).toEqual({
    install: "docker build --tag shop .",
    command: "docker run --env HOST=0.0.0.0 --env PORT=3000 --publish 3000:3000 shop",
  });
  const behind = { ...command, proxy: "nginx" } as const;
  const image = { port: null, install: "none", image: "acme/shop:1" };
  const { nginxSite, ...rest } = recipeOf(behind, [], image);
  expect(nginxSite).toContain("server 127.0.0.1:8000 max_fails=0;");
  expect(rest).toEqual({
    command:
      "docker run --env HOST=0.0.0.0 --env PORT=8000 --publish 127.0.0.1:8000:8000 acme/shop:1",
  });
});

test("a socket's mask of permissions is no decimal number in gunicorn.conf.py", () => {
  const words = ["sh", "-c", 'exec gunicorn --bind=unix:$SOCKET_PATH --umask=0111 "$0"', "a:b"];
  const unix = { ...plain, proxy: "nginx", socket: "unix" } as const;
  expect(recipeOf(unix, words, asFolder).gunicornConf).toBe(
    'bind = "unix:/run/my-app/app.sock"\numask = 0o111\n',
  );
});
