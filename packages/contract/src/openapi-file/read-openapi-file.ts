import { requestPath, UsageError } from "@stackbench/model";
import { z } from "zod";
import type { NamedRequest } from "../custom/learn-requests.ts";

const parameterSchema = z.looseObject({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
});
type Parameter = z.infer<typeof parameterSchema>;

const serversSchema = z
  .array(
    z.looseObject({
      url: z.string(),
      variables: z.record(z.string(), z.looseObject({ default: z.coerce.string() })).optional(),
    }),
  )
  .optional();

const operationShape = {
  parameters: z.array(parameterSchema).optional(),
  servers: serversSchema,
};
const pathSchema = z.looseObject({
  ...operationShape,
  get: z.looseObject(operationShape).optional(),
});

/** What is looked at of a document: OpenAPI 3, and 2, which was called Swagger (https://spec.openapis.org/oas/). */
const documentSchema = z
  .looseObject({
    openapi: z.string().startsWith("3.").optional(),
    swagger: z.literal("2.0").optional(),
    basePath: z.string().optional(),
    servers: serversSchema,
    paths: z.record(z.string(), pathSchema),
  })
  .refine(({ openapi, swagger }) => openapi !== undefined || swagger !== undefined, {
    error: 'expected "openapi: 3.…" or "swagger: 2.0"',
  });
type Document = z.infer<typeof documentSchema>;

/**
 * The GETs of an OpenAPI document, JSON or YAML, that need no parameter, named by method and path, in the order of the
 * document. The path of its first server stands before theirs; who is asked is said elsewhere. Throws UsageError for what
 * is no such document, and where it has no such GET. `file`: what it is called in messages.
 */
export async function readOpenapiFile(file: string, text: string): Promise<NamedRequest[]> {
  const document = await readDocument(file, text);
  const paths = Object.entries(document.paths);
  const requests = paths.flatMap(([template, item]) => {
    const path = `${prefixOf(file, document, item)}${template}`;
    if (!item.get || needsParameter(file, document, template, item)) return [];
    if (!requestPath.test(path)) {
      throw mistake(file, "paths from their slash on, percent-encoded", `"${path}"`);
    }
    return [{ name: `GET ${path}`, request: getOf(path) }];
  });
  if (requests.length > 0) return requests;
  const gets = paths.filter(([, { get }]) => get).length;
  throw mistake(
    file,
    "a GET that needs no parameter",
    `${gets} GETs among ${paths.length} paths, all of which need one; write what to ask into a requests.http (--http=)`,
  );
}

const getOf = (path: string): NamedRequest["request"] => ({
  method: "GET",
  path,
  headers: {},
  body: "",
  wanted: {},
});

async function readDocument(file: string, text: string): Promise<Document> {
  // Only now: few commands read a document, and every one would have to read this first.
  const { parse } = await import("./parse-yaml.ts");
  const expected = "an OpenAPI document in JSON or YAML";
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw mistake(file, expected, (cause as Error).message.split("\n")[0]!, cause);
  }
  const read = documentSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue!.path.length === 0 ? "" : `${issue!.path.join(".")}: `;
  throw mistake(file, expected, `another text (${where}${issue!.message})`);
}

type PathItem = z.infer<typeof pathSchema>;

/** What stands in the path itself is always needed. */
function needsParameter(
  file: string,
  document: Document,
  template: string,
  item: PathItem,
): boolean {
  if (template.includes("{")) return true;
  // An operation's own parameter takes the place of its path's.
  const known = new Map<string, Parameter>();
  for (const given of [...(item.parameters ?? []), ...(item.get?.parameters ?? [])]) {
    const parameter = resolved(file, document, given);
    known.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...known.values()].some(({ required }) => required === true);
}

/** A parameter, also where it stands elsewhere in the document (RFC 6901). */
function resolved(file: string, document: Document, parameter: Parameter): Parameter {
  const { $ref } = parameter;
  if ($ref === undefined) return parameter;
  const steps = $ref.startsWith("#/") ? $ref.slice(2).split("/") : [];
  let found: unknown = steps.length === 0 ? undefined : document;
  for (const step of steps) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    found =
      Object(found) === found && Object.hasOwn(found as object, key)
        ? (found as never)[key]
        : undefined;
  }
  const read = parameterSchema.safeParse(found);
  if (!read.success || read.data.$ref !== undefined) {
    throw mistake(file, "references to parameters in the document itself", $ref);
  }
  return read.data;
}

function prefixOf(file: string, { basePath, servers }: Document, item: PathItem): string {
  const [server] = item.get?.servers ?? item.servers ?? servers ?? [];
  const given = basePath ?? server?.url ?? "/";
  const url = given.replaceAll(
    /\{([^}]*)\}/g,
    (whole, name: string) => server?.variables?.[name]?.default ?? whole,
  );
  const place = url.includes("{") ? null : URL.parse(url, "http://app/");
  if (place === null) throw mistake(file, "a server's URL whose variables have defaults", given);
  return place.pathname.replace(/\/$/, "");
}

function mistake(file: string, expected: string, got: string, cause?: unknown): UsageError {
  return new UsageError(`--openapi=${file}: expected ${expected}, got ${got}`, { cause });
}
