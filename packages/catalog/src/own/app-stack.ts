import { join } from "node:path";
import { ownShapesSchema, type OwnInterface, type Stack } from "@stackbench/model";
import {
  isNextServer,
  ownShapesPlace,
  resolveInterface,
  variantIn,
  withGroups,
  type AppInterface,
} from "@stackbench/shapes";
import { contradictionIn } from "../contradiction-in.ts";
import { inFile, readJsonFile } from "../read-json-file.ts";
import type { ReadApp } from "./read-app.ts";

/** The ways to serve an app as it is. */
export interface OwnShapes extends AppInterface {
  id: OwnInterface;
  /** Names of those that are worth the time, the plainest first. */
  usual: string[];
}

/** Throws UsageError for a file of the harness that is not as it should be. */
export async function readOwnShapes(repositoryRoot: string, id: OwnInterface): Promise<OwnShapes> {
  const file = join(repositoryRoot, ownShapesPlace, `${id}.json`);
  const { usual, ...written } = await readJsonFile(file, ownShapesSchema, "not found");
  return await inFile(file, () => ({ ...resolveInterface(id, written), id, usual }));
}

const languages: Record<OwnInterface, string> = {
  wsgi: "Python",
  asgi: "Python",
  node: "JavaScript",
  go: "Go",
  jvm: "Java",
  rack: "Ruby",
  php: "PHP",
  command: "any",
};
const runtimes = {
  "requirements.txt": "python",
  "pyproject.toml": "python",
  "package.json": "node",
  "go.mod": "go",
  "pom.xml": "jvm",
  Gemfile: "ruby",
  "composer.json": "php",
  Dockerfile: "other",
} as const;

/** Next.js listens where $HOSTNAME says, which in a container is the container's own name. */
function toldOf(entry: string): Record<string, string> {
  return isNextServer(entry) ? { HOSTNAME: "0.0.0.0" } : {};
}

/** Many packages of Node do otherwise, and slower, where nobody says that this is production. A command says it as it can be pasted. */
function inProduction(
  { interface: kind, install, environment }: ReadApp["app"],
  entry: string,
): string {
  const isNode = kind === "command" && install === "package.json";
  const isSaid = environment["NODE_ENV"] !== undefined || entry.includes("NODE_ENV=");
  return isNode && !isSaid ? `env NODE_ENV=production ${entry}` : entry;
}

/** How a program of an app's bundle is run, which only a Gemfile makes. */
const bundled = "bundle exec ";

/** Where nothing is installed. A command without any runs on Debian's Python, which has a shell, too. */
const bareRuntimes = {
  wsgi: "python",
  asgi: "python",
  node: "node",
  go: "go",
  jvm: "jvm",
  rack: "ruby",
  php: "php",
  command: "python",
} as const satisfies Record<OwnInterface, Stack["runtime"]>;

/** What brings an app's packages. */
function runtimeOf({ interface: kind, install, image }: ReadApp["app"]): Stack["runtime"] {
  if (image !== undefined) return "other";
  return install === "none" ? bareRuntimes[kind] : runtimes[install];
}

/**
 * An app in all shapes of its interface, as a stack of a folder outside the repository. What it lists as served is a
 * place for the request that is learnt. Throws UsageError for a shape that contradicts itself.
 */
export function appStack(
  { id, directory, app, seedSql, port, imageId }: ReadApp,
  { shapes, title, entry: usual }: OwnShapes,
): Stack {
  const hasNoBundle = app.interface === "rack" && app.install === "none";
  const entry = inProduction(app, app.entry ?? usual);
  const variants = shapes.flatMap((shape) => {
    const served = variantIn({ shape, entry, framework: undefined });
    const grouped = withGroups(served, app.groups);
    if (grouped === undefined) return [];
    const { id: name, ...variant } = grouped;
    const environment = { ...variant.environment, ...toldOf(entry), ...app.environment };
    // An image that is told no command runs its own.
    const isImage = app.interface === "command" && app.entry === undefined;
    const words = isImage ? [] : variant.command;
    const command = words.map((word) => (hasNoBundle ? word.replace(bundled, "") : word));
    const told = { environment, command, ...(port !== undefined && { port }) };
    return [{ ...variant, ...told, id: name, stackId: id }];
  });
  const wrong = variants.map(contradictionIn).find((each) => each !== undefined);
  if (wrong !== undefined) throw new Error(wrong);
  return {
    id,
    title,
    language: languages[app.interface],
    runtime: runtimeOf(app),
    workloads: ["hello"],
    directory,
    external: true,
    ...(imageId !== undefined && { origin: { from: "image" as const, reference: imageId } }),
    versions: {},
    variants,
    own: {
      interface: app.interface,
      install: app.install,
      ...(app.entry !== undefined && { entry: app.entry }),
      path: app.path,
      services: [
        ...(app.services.postgres === undefined ? [] : (["database"] as const)),
        ...(app.services.upstream === undefined ? [] : (["upstream"] as const)),
      ],
      ...(seedSql !== undefined && { seedSql }),
    },
  };
}
