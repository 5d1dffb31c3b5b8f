import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const source = resolve(import.meta.dirname, "../packages/report/src");

/** Windows become figures, figures comparisons, both words, columns and pictures, and those a format. */
const rooms = ["summarise", "compare", "describe", "picture", "render"];

test("the rooms of packages/report import only those before them, and no format imports another", () => {
  const wrong = globSync(`{${rooms.join()}}/**/*.ts`, { cwd: source })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(source, file), "utf8");
      return [...text.matchAll(/from "(\.[^"]+)"/g)]
        .map(([, specifier]) => relative(source, resolve(source, dirname(file), specifier!)))
        .filter((imported) => !mayImport(file, imported))
        .map((imported) => `${file} imports ${imported}`);
    });
  expect(wrong).toEqual([]);
});

function mayImport(file: string, imported: string): boolean {
  const [from, to] = [file, imported].map((path) => rooms.indexOf(path.split("/")[0]!));
  if (to !== from || from !== rooms.indexOf("render")) return to! <= from!;
  const [format, other] = [file, imported].map((path) => dirname(path));
  return other === "render" || other === format;
}
