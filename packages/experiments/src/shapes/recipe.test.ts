import type { VariantInfo } from "@stackbench/model";
import { expect, test } from "vitest";
import { recipeOf } from "./recipe.ts";

const plain = {
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
  expect(recipeOf(plain, ["sh", "-c", script, "app:create_app()"])).toEqual({
    install: "pip install gunicorn==27.0.1",
    command: "gunicorn --bind=0.0.0.0:8000 --workers=5 --threads=2 'app:create_app()'",
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
  const { install } = recipeOf({ ...plain, versions }, command);
  expect(install).toBe("pip install gunicorn==27.0.1 gevent==26.9.0 packaging==26.3");
});

test("behind nginx it listens on the loopback, or a socket, and the site leads there", () => {
  const nginx = { ...plain, proxy: "nginx" };
  const { command, nginxSite } = recipeOf(nginx, ["sh", "-c", script, "app:app"]);
  expect(command).toContain("--bind=127.0.0.1:8000 ");
  expect(nginxSite).toContain("  server 127.0.0.1:8000;\n  keepalive 256;\n");
  const socket = { ...nginx, server: "uwsgi", protocol: "uwsgi", socket: "unix" };
  const unix = recipeOf(socket, [
    "sh",
    "-c",
    'exec pyuwsgi --socket=$SOCKET_PATH --module="$0"',
    "app:app",
  ]);
  expect(unix.command).toBe("pyuwsgi --socket=/run/my-app/app.sock --module=app:app");
  expect(unix.nginxSite).toContain("server unix:/run/my-app/app.sock;");
  expect(unix.nginxSite).toContain("uwsgi_pass app;");
  expect(unix.nginxSite).not.toContain("keepalive");
});

test("php-fpm is told by nginx which file answers", () => {
  const fpm = { ...plain, server: "php-fpm", proxy: "nginx", protocol: "fastcgi", socket: "unix" };
  const words = ["sh", "-c", 'printf "listen = $SOCKET_PATH" && exec php-fpm', "public/index.php"];
  const { command, nginxSite } = recipeOf(fpm, words);
  expect(command).toBe('printf "listen = /run/my-app/app.sock" && php-fpm');
  expect(nginxSite).toContain("  root /srv/my-app/public;\n");
  expect(nginxSite).toContain("try_files $uri /index.php$is_args$args;");
});

test("a server of Ruby is a gem, in the app's bundle where it has one", () => {
  const puma = { ...plain, server: "puma", versions: { puma: "6.6.0" } };
  const alone = recipeOf(puma, ["sh", "-c", 'exec puma "$0"', "config.ru"]);
  expect(alone.install).toBe("gem install puma --version 6.6.0");
  const bundled = recipeOf(puma, ["sh", "-c", 'exec bundle exec puma "$0"', "config.ru"]);
  expect(bundled).toEqual({
    install: "bundle show puma || bundle add puma --version 6.6.0",
    command: "HOST=0.0.0.0 PORT=8000 bundle exec puma config.ru",
  });
});

test("a program that listens by itself is told where by its environment", () => {
  const node = { ...plain, server: "node" };
  const words = ["sh", "-c", 'NODE_ENV=production exec node "$0"', "my server.js"];
  expect(recipeOf(node, words)).toEqual({
    command: "HOST=0.0.0.0 PORT=8000 NODE_ENV=production node 'my server.js'",
  });
  const own = recipeOf(node, ["sh", "-c", 'eval "exec $0"', "npm start"]);
  expect(own.command).toBe("HOST=0.0.0.0 PORT=8000 npm start");
});
