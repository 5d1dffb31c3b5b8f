import { appFileName } from "@stackbench/model";
import type { ReadApp } from "@stackbench/session";

/** Things that an app or its server says where it does not start, and what to do about them. */
const sayings: readonly {
  pattern: RegExp;
  hint(found: string, app: ReadApp["app"]): string;
}[] = [
  {
    pattern: /ModuleNotFoundError: No module named '([\w.]+)'/,
    hint: (name, { install }) =>
      install === "none"
        ? `it imports ${name}, and nothing is installed for it: name it in a requirements.txt`
        : `it imports ${name}, which ${install} does not install`,
  },
  {
    pattern: /Cannot find (?:module|package) '([^']+)'/,
    hint: (name, { install }) => `it needs ${name}, which ${install} does not bring`,
  },
  {
    pattern: /cannot load such file -- (\S+) \(LoadError\)/,
    hint: (name, { install }) =>
      install === "none"
        ? `it requires ${name}, and nothing is installed for it: name it in a Gemfile`
        : `it requires ${name}, which ${install} does not bring`,
  },
  {
    pattern: /Failed opening required '([^']+)'/,
    hint: (file, { install }) =>
      `it requires ${file}, which is not in the image: ${install === "none" ? "nothing was installed, a composer.json says what is" : `${install} did not bring it`}`,
  },
  {
    pattern:
      /KeyError: ['"]([A-Z][A-Z0-9_]+)['"]|\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\W+(?:environment variable )?(?:is (?:not set|not defined|required|missing|undefined)|must be (?:set|defined))/,
    hint: (name) =>
      `it seems to need the variable ${name}: say it in ${appFileName}, "environment": { "${name}": "…" }`,
  },
  {
    pattern:
      /(?:Failed to find attribute|Attribute) ['"]?(\w+)['"]? (?:in|not found in)|Error loading ASGI app\. (.+)|Application object must be (callable)/,
    hint: (_, { entry }) =>
      `its entry is ${entry}: expected module:name of an app; say another in ${appFileName}`,
  },
  {
    pattern: /listens on .+, not on (\$\w+)/,
    hint: (variable) =>
      `a port is written into the code: have the app listen where ${variable} says, such as process.env.PORT or os.environ["PORT"]`,
  },
  {
    pattern: /listens on (\d+), not on \$PORT/,
    hint: (port) => `or say where it does: --port=${port}, or "port": ${port} in ${appFileName}`,
  },
  {
    pattern: /^(?:sh: \d+: |.*: line \d+: )(\S+): (?:command )?not found$/m,
    hint: (program, { install }) =>
      `it starts ${program}, which ${install === "none" ? "no package of it brings" : `${install} does not install`}: name it there, or say in ${appFileName} what is to be run in production`,
  },
  {
    pattern: /not ready after .*: connection refused$/m,
    hint: () =>
      `it runs and listens nowhere: it takes longer to start (--ready-timeout=2m), or waits for something that is not here ("services" in ${appFileName} gives it a PostgreSQL database)`,
  },
  {
    pattern:
      /(Database Error|database connection|ECONNREFUSED \S+:\d+|could not connect to server)/i,
    hint: (words) =>
      `it seems to miss a database or another server ("${words}"): PostgreSQL it has by "services" in ${appFileName}; any other, such as MySQL, only within an image of its own (Dockerfile)`,
  },
  {
    pattern: /not ready after .*: status (5\d\d)\b/,
    hint: (status) =>
      `it runs, and answers ${status} to what it is asked: its log says why, or ask for a path that it serves (--path=)`,
  },
  {
    pattern: /release version (\d+) not supported/,
    hint: (version) =>
      `it is compiled for Java ${version}, and here is Debian's 21: say 21 or less in its pom.xml (java.version, maven.compiler.release), or bring a Dockerfile`,
  },
  {
    pattern: /\/opt\/recipe\/install(?:\.sh|_app\.py)\b.* non-zero code/,
    hint: (_, { install }) =>
      `what ${install} and its lockfile say does not install, or does not build, as it stands: the lines above say why`,
  },
  {
    pattern: /Get "https?:\/\/[^"]+\/v2\/|failed to resolve source metadata|pull access denied/,
    hint: () =>
      "no registry gives the image that its Dockerfile begins with: load it into the engine, or begin with a base of the harness, such as ARG DEBIAN_IMAGE=debian:trixie-slim, FROM ${DEBIAN_IMAGE} (docs/adding-a-stack.md, Dockerfile)",
  },
  {
    pattern: /exec: "sh": executable file not found/,
    hint: () =>
      `its image has no shell for an entry: leave "entry" out, and what its Dockerfile says is run`,
  },
];

/** What may be meant by the last words of an app that did not come up, one line each. */
export function hintsIn(words: string, { app }: Pick<ReadApp, "app">): string[] {
  return sayings.flatMap(({ pattern, hint }) => {
    const found = pattern.exec(words);
    return found ? [hint(found.slice(1).find((part) => part !== undefined) ?? "", app)] : [];
  });
}
