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
    pattern: /KeyError: ['"]([A-Z][A-Z0-9_]+)['"]/,
    hint: (name) =>
      `it seems to need the variable ${name}: say it in ${appFileName}, "environment": { "${name}": "…" }`,
  },
  {
    pattern:
      /(?:Failed to find attribute|Attribute) ['"]?(\w+)['"]? (?:in|not found in)|Error loading ASGI app\. (.+)/,
    hint: (_, { entry }) =>
      `its entry is ${entry}: expected module:name of an app; say another in ${appFileName}`,
  },
  {
    pattern: /listens on .+, not on (\$\w+)/,
    hint: (variable) =>
      `a port is written into the code: have the app listen where ${variable} says, such as process.env.PORT or os.environ["PORT"]`,
  },
];

/** What may be meant by the last words of an app that did not come up, one line each. */
export function hintsIn(words: string, { app }: Pick<ReadApp, "app">): string[] {
  return sayings.flatMap(({ pattern, hint }) => {
    const found = pattern.exec(words);
    return found ? [hint(found[1] ?? found[2] ?? "", app)] : [];
  });
}
