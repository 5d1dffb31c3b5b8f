/** What a sitting tells its app and its proxy, by the variable that it stands in. */
const told = new Set([
  "DATABASE_POOL_SIZE",
  "DATABASE_URL",
  "HOST",
  "HTTP2",
  "PORT",
  "PROCESS_GROUPS",
  "PROFILE_SOCKET",
  "PROTOCOL",
  "PROXY_CONFIG",
  "PROXY_PEM",
  "SOCKET_PATH",
  "THREADS",
  "TLS_PEM",
  "UPSTREAM_URL",
  "WORKERS",
]);

/** The same by other names: variables that servers and database drivers read past what they are told. */
const others: readonly { names: RegExp; instead: string }[] = [
  {
    names: /^(WEB_CONCURRENCY|(GUNICORN|UVICORN|UWSGI)_\w+)$/,
    instead: "the variant's workers, threads and command say it",
  },
  {
    names: /^(NODE_APP_INSTANCE|NODE_UNIQUE_ID|PROCESS_INDICES|WORKER_INDEX)$/,
    instead: "the server numbers its own workers",
  },
  { names: /^PG[A-Z]+$/, instead: "the database is the same for every stack" },
];

/**
 * Why a variant may not set a variable: it would run as another shape than its row says, with more connections or on
 * another database. Undefined where it may: what else the app is told (`NODE_OPTIONS`, `GOMAXPROCS`, ...) is part of
 * what is compared.
 */
export function toldBySomebodyElse(name: string): string | undefined {
  if (told.has(name)) return `the harness sets ${name} by the variant's shape`;
  return others.find(({ names }) => names.test(name))?.instead;
}
