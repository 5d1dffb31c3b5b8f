import { z } from "zod";
import { variantSchema } from "./stack.ts";
import { commandWordSchema, idSchema, lineSchema } from "./stack-text.ts";

/** Stands in a shape's command, as a word of its own, and within its script for the app's entry. */
export const entryPlace = "{entry}";
/** A shape's server where the app's framework is its own. */
export const frameworkPlace = "{framework}";

const {
  server,
  workers,
  threads,
  replicas,
  proxy,
  protocol,
  socket,
  tls,
  environment,
  ...required
} = variantSchema.shape;

/** A shape as it is written: what it does not say is as in the one that it is `like`, or else the variant's default. */
const writtenShapeSchema = z.strictObject({
  /** A shape above it. Of `environment` it takes over what is not said anew, of all else the whole. */
  like: idSchema.optional(),
  /** What it is for, in one sentence. */
  purpose: lineSchema,
  command: required.command.optional(),
  /** Added to the command of the shape that it is like, before the app's entry where that is the last word. */
  arguments: z.array(commandWordSchema).min(1).optional(),
  server: z.union([z.literal(frameworkPlace), server]).optional(),
  workers: workers.unwrap().optional(),
  threads: threads.unwrap().optional(),
  adjustable: required.adjustable,
  replicas: replicas.unwrap().optional(),
  processGroups: required.processGroups,
  proxy: proxy.unwrap().optional(),
  protocol: protocol.unwrap().optional(),
  script: required.script,
  socket: socket.unwrap().optional(),
  tls: tls.unwrap().optional(),
  http2: required.http2,
  environment: environment.unwrap().optional(),
});

/** `packages/shapes/interfaces/<interface>.json`: the ways to serve an app that servers speak to in this way. */
export const interfaceFileSchema = z.strictObject({
  title: lineSchema,
  /** By convention; the only one that shapes serve whose command has no place for another. */
  entry: commandWordSchema,
  shapes: z.record(idSchema, writtenShapeSchema),
});

export type WrittenShape = z.infer<typeof writtenShapeSchema>;
export type InterfaceFile = z.infer<typeof interfaceFileSchema>;
