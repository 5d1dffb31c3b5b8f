import { z } from "zod";
import type { OwnApp } from "./app-file.ts";
import { http2Schema } from "./http2.ts";
import {
  commandWordSchema,
  environmentSchema,
  idSchema,
  lineSchema,
  namePatternSchema,
  pathBeginningSchema,
  programNameSchema,
  scriptSchema,
} from "./stack-text.ts";
import { workloadIds } from "./plain-workload.ts";
import type { Reached } from "./target.ts";
import { workloadIdSchema } from "./workload.ts";

/**
 * Worker processes: a number, or by n, the number of the server's CPUs: `2n+1`, `8n`. `cpus` is n, and two where the
 * server's set is one CPU.
 */
const workersSchema = z.union([
  z.int().min(1).max(512),
  z.literal("cpus"),
  z.string().regex(/^[1-9][0-9]?n(\+[1-9][0-9]?)?$/, 'a number, "cpus", or by n CPUs like "2n+1"'),
]);
const threadsSchema = z.int().min(1).max(512);

/** The numbers of a variant that can be others: what the server is told by `$WORKERS` and `$THREADS`. */
export const adjustables = ["workers", "threads"] as const;
export type Adjustable = (typeof adjustables)[number];

/** Worker processes of one server that are set apart for some of the paths. */
const processGroupSchema = z.strictObject({
  workers: workersSchema.default(1),
  threads: threadsSchema.default(1),
  /** Beginnings of the paths it serves; the one group with none serves all others. */
  paths: z.array(pathBeginningSchema).default([]),
  /** A text that stands in the command line of its processes and of no others: `(wsgi:volume)`. */
  title: lineSchema,
});

/** One runtime shape of a stack. Everything that is compared stands here as data. */
export const variantSchema = z.strictObject({
  /** Starts the server, in the stack's folder. `$WORKERS` and the like come as environment variables, never by substitution. */
  command: z.array(commandWordSchema).min(1),
  /** The program that owns the listening socket: `node`, `gunicorn`, `nginx`, ... */
  server: programNameSchema,
  workers: workersSchema.default(1),
  threads: threadsSchema.default(1),
  /**
   * Which of these two the command takes from `$WORKERS` and `$THREADS`, so that other numbers can be asked of it. Where
   * it is left out: those that stand in a word of the command.
   */
  adjustable: z.array(z.enum(adjustables)).optional(),
  /** Containers of the app behind the proxy; CPUs and memory of the app are shared out among them. */
  replicas: z.int().min(1).max(64).default(1),
  /** The worker processes by the paths they serve, where they are not all alike. `workers` and `threads` do not count then. */
  processGroups: z.record(idSchema.max(32), processGroupSchema).optional(),
  /** The harness's own proxy in front, the same for every stack. */
  proxy: z.enum(["none", "nginx", "haproxy", "caddy"]).default("none"),
  /** What proxy and app speak with each other. */
  protocol: z.enum(["http", "fastcgi", "uwsgi"]).default("http"),
  /** The file that answers, in the app's container, where the server finds it by FastCGI's SCRIPT_FILENAME, as php-fpm does. */
  script: scriptSchema.optional(),
  /** What the app listens on: `tcp` is `$PORT`, `unix` is `$SOCKET_PATH`. */
  socket: z.enum(["tcp", "unix"]).default("tcp"),
  http2: http2Schema.exactOptional(),
  /** What the app is told beside what the harness tells it, which no variant can change. */
  environment: environmentSchema.default({}),
});

/** What of a stack is the app. In each shape that it takes it is a variant by the shape's name. */
const appSchema = z.strictObject({
  /** How servers speak with it: a file of `packages/shapes/interfaces`. */
  interface: idSchema,
  /** Where a server finds it: `app:application`, `src/server.ts`. */
  entry: commandWordSchema,
  /** Of the interface, in its order: `all`, a name, a glob, or a list of such. */
  shapes: z.union([namePatternSchema, z.array(namePatternSchema).min(1)]),
});

/** What runs a stack's code. */
export const runtimeSchema = z.enum([
  "node",
  "python",
  "go",
  "jvm",
  "ruby",
  "php",
  "rust",
  "nginx",
  "other",
]);

/** `stacks/<id>/stack.json`. */
export const stackFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    title: lineSchema,
    language: lineSchema,
    /** `node` stacks also run as local processes; all others need a container. */
    runtime: runtimeSchema,
    /** The package whose version stands in the results, absent where there is none. */
    framework: programNameSchema.optional(),
    /** Required where the stack serves `items`. */
    databaseDriver: programNameSchema.optional(),
    workloads: z
      .array(workloadIdSchema)
      .min(1)
      .default([...workloadIds]),
    app: appSchema.optional(),
    /** Those that no shape has: they come after the app's. */
    variants: z.record(idSchema, variantSchema).default({}),
  })
  .refine(({ app, variants }) => app !== undefined || Object.keys(variants).length > 0, {
    path: ["variants"],
    error: "at least one variant, or an app with shapes",
  });

export type ProcessGroup = z.infer<typeof processGroupSchema>;
export type VariantShape = z.infer<typeof variantSchema>;
export type StackFile = z.infer<typeof stackFileSchema>;

/** What a stack is made from where that is not this checkout as it stands: an arm of `bench ab`. Never stored in results. */
export type StackOrigin =
  /** The tree (absolute path) that has what the stack shares with others; the stack has this id there. */
  | { from: "tree"; id: string; repositoryRoot: string }
  /** An image that the engine has already, by name or id. */
  | { from: "image"; reference: string };

/** A stack as the catalog found it. `directory` is absolute and never stored in results. */
export interface Stack extends Omit<StackFile, "$schema" | "variants"> {
  id: string;
  directory: string;
  /** True for a folder given by path rather than found under `stacks/`. */
  external: boolean;
  /** Absent for a stack of this checkout, and for a folder given by path. */
  origin?: StackOrigin;
  /** Versions of what the stack is made of, read from its lockfiles: `{ fastify: "5.12.8" }`. */
  versions: Record<string, string>;
  variants: Variant[];
  /** Present for an app as it is, that knows nothing of the contract. */
  own?: OwnApp;
}

/** A variant with its stack: what a sitting brings up. */
export interface Variant extends VariantShape {
  id: string;
  stackId: string;
  /** Where an app as it is listens; absent: wherever the driver tells it to. Its `command` is empty where its image has one. */
  port?: number;
  /** Of a server that already runs. */
  reached?: Reached;
}

/** A variant with the stack that it is of, as commands choose them. */
export interface Selected {
  stack: Stack;
  variant: Variant;
}

/** `fastify:cluster`: how people and files name a variant. */
export function variantKey(variant: { stackId: string; id: string }): string {
  return `${variant.stackId}:${variant.id}`;
}

/** Worker processes on `serverCpuCount` CPUs. A cluster on one CPU gets two workers: that shows efficiency, not scaling. */
export function workerCount(
  { workers }: Pick<VariantShape, "workers">,
  serverCpuCount: number,
): number {
  if (typeof workers === "number") return workers;
  if (workers === "cpus") return Math.max(2, serverCpuCount);
  const [, factor, more] = /^(\d+)n(?:\+(\d+))?$/.exec(workers)!;
  return Number(factor) * serverCpuCount + Number(more ?? 0);
}
