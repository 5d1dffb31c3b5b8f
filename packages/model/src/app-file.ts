import { z } from "zod";
import { interfaceFileSchema } from "./shape.ts";
import {
  commandWordSchema,
  environmentSchema,
  idSchema,
  pathBeginningSchema,
} from "./stack-text.ts";
import type { SupportingService } from "./workload.ts";

/** What an app's folder says of it. */
export const appFileName = "stackbench.json";

/** How servers speak with an app as it is. `command` is anything that listens on `$PORT`. */
export const ownInterfaces = [
  "wsgi",
  "asgi",
  "node",
  "rack",
  "php",
  "go",
  "jvm",
  "command",
] as const;
export type OwnInterface = (typeof ownInterfaces)[number];

/** What an app's image is made by, each with a recipe of its own. */
const ownInstallers = [
  "requirements.txt",
  "pyproject.toml",
  "package.json",
  "go.mod",
  "pom.xml",
  "Gemfile",
  "composer.json",
  "Dockerfile",
] as const;
export type OwnInstaller = (typeof ownInstallers)[number];

/** A request path with its query, as sent. */
export const requestPath = /^\/[\x21-\x7e]*$/;
export const ownPathSchema = z
  .string()
  .max(2000)
  .regex(requestPath, "a path from its slash on, percent-encoded, such as /x?y=1");

/** What an app needs beside itself. */
const ownServicesSchema = z.strictObject({
  /** PostgreSQL at `$DATABASE_URL`, empty, or filled by a file of SQL in the folder. */
  postgres: z
    .union([
      z.literal(true),
      z
        .string()
        .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*\.sql$/, "a file of the folder such as seed.sql"),
    ])
    .optional(),
  /** The slow upstream at `$UPSTREAM_URL`: `GET /wait?ms=50`. */
  upstream: z.literal(true).optional(),
});

/** Processes of their own for paths that begin so. What the app has beside them is served by one more. */
const ownGroupSchema = z.strictObject({
  paths: z.array(pathBeginningSchema).min(1),
  workers: z.int().min(1).max(512).default(1),
  /** By default as many as mod_wsgi gives a process by itself. */
  threads: z.int().min(1).max(512).default(15),
});

/** mod_wsgi writes it over the server's own command line, in which there is no more room. */
const groupNameSchema = idSchema.max(10).refine((name) => name !== "my-app", {
  error: "another name: my-app is the group that serves the rest",
});

/** What nginx is told to ask php-fpm for. */
const scriptPattern = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*\.php$/;

/** What each interface's servers run on, the first that an app has before the others. */
export const installersOf: Record<OwnInterface, readonly (OwnInstaller | "none")[]> = {
  wsgi: ["requirements.txt", "pyproject.toml", "none"],
  asgi: ["requirements.txt", "pyproject.toml", "none"],
  node: ["package.json", "none"],
  rack: ["Gemfile", "none"],
  php: ["composer.json", "none"],
  go: ["go.mod"],
  jvm: ["pom.xml", "none"],
  command: [...ownInstallers, "none"],
};

/** What may be an image's name or id: the engine refuses anything else. */
export const imageName = /^[a-z0-9][\w.:/@-]*$/;

/** Where servers find the app, in words. */
const entriesOf: Record<OwnInterface, string> = {
  wsgi: "module:callable, such as app:app",
  asgi: "module:callable, such as main:app",
  node: "a file, such as server.js",
  rack: "a file, such as config.ru",
  php: "a file of the folder such as public/index.php",
  go: "the package of the program, such as . or ./cmd/server",
  jvm: "a jar that can be run, such as target/app.jar",
  command: "what a shell would run",
};

/** `stackbench.json`: an app as it is, that knows nothing of the contract. */
export const appFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    interface: z.enum(ownInterfaces),
    /**
     * `app:application` for servers of Python, `server.js` for Node, `config.ru`, `public/index.php`, `./cmd/server` for Go,
     * what a shell would run for a command. Absent for an image, its own or by a Dockerfile, that runs what it says itself, and
     * for a pom.xml that makes one jar.
     */
    entry: commandWordSchema.optional(),
    /**
     * The file of the folder that says what is installed; `none` where nothing needs to be. Where the file does not say it,
     * it is looked for beside it.
     */
    install: z.enum([...ownInstallers, "none"]).default("none"),
    /** An image that the engine has, by name or id, which is the app. */
    image: z
      .string()
      .max(500)
      .regex(imageName, "the name of an image, such as my-app:1")
      .optional(),
    /** Where the app listens, and is told to by `$PORT`; absent: wherever the harness tells it to. */
    port: z.int().min(1).max(65535).optional(),
    /** What the app is told beside the harness's own variables. It stands in no result. */
    environment: environmentSchema.default({}),
    services: ownServicesSchema.default({}),
    /** Paths that are served by processes of their own, where a shape has such. */
    groups: z.record(groupNameSchema, ownGroupSchema).exactOptional(),
    /** What is asked for, and what tells that the app is up. */
    path: ownPathSchema.default("/"),
  })
  .refine(({ interface: kind, install }) => installersOf[kind].includes(install), {
    path: ["install"],
    error: ({ input }) => {
      const kind = (input as { interface: OwnInterface }).interface;
      return `${installersOf[kind].join(" or ")}, for interface ${kind}`;
    },
  })
  .refine(
    ({ interface: kind, install, image, entry }) => bringsEntry(kind, install, image) || entry,
    {
      path: ["entry"],
      error: ({ input }) => entriesOf[(input as { interface: OwnInterface }).interface],
    },
  )
  .refine(({ interface: kind, entry }) => kind !== "go" || /^\.(\/[\w.-]+)*$/.test(entry ?? ""), {
    path: ["entry"],
    error: entriesOf.go,
  })
  .refine(({ interface: kind, entry }) => kind !== "php" || scriptPattern.test(entry ?? ""), {
    path: ["entry"],
    error: `${entriesOf.php}, for interface php`,
  })
  .refine(
    ({ interface: kind, groups = {} }) => kind === "wsgi" || Object.keys(groups).length === 0,
    {
      path: ["groups"],
      error: "none but for interface wsgi: mod_wsgi alone has groups of processes here",
    },
  )
  .refine(
    ({ groups = {} }) => twiceIn(Object.values(groups).flatMap(({ paths }) => paths)) === undefined,
    {
      path: ["groups"],
      error: "each path in one group",
    },
  )
  .refine(
    ({ interface: kind, install, image }) => !image || (kind === "command" && install === "none"),
    {
      path: ["image"],
      error: "one for interface command alone, and without install",
    },
  );

function twiceIn(paths: readonly string[]): string | undefined {
  return paths.find((path, index) => paths.indexOf(path) !== index);
}

function bringsEntry(kind: OwnInterface, install: string, image: string | undefined): boolean {
  if (kind === "jvm") return install === "pom.xml";
  return kind === "command" && (install === "Dockerfile" || image !== undefined);
}

export type AppFile = Omit<z.output<typeof appFileSchema>, "$schema">;

/** `packages/shapes/own/<interface>.json`: the ways to serve an app as it is, and those of them that are worth the time. */
export const ownShapesSchema = z.strictObject({
  ...interfaceFileSchema.shape,
  /** The plainest first: the others are compared with it. */
  usual: z.array(idSchema).min(1),
});

/** What of a stack is an app as it is: how its image is made, what it needs, and what is asked of it. */
export interface OwnApp extends Pick<AppFile, "interface" | "entry" | "install" | "path"> {
  services: readonly SupportingService[];
  /** What its database is filled with at the start of every sitting; absent for an empty one, and without one. */
  seedSql?: string;
}
