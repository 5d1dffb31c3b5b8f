import type { RunHead } from "@stackbench/model";
import { facetsOf } from "./facets-of.ts";
import type { Picture } from "./picture.ts";
import { withRows, type PictureRow } from "./rows.ts";

/**
 * The same pictures, whose rows can be chosen by what the variants are that they are of. A row is of the variant that its label begins with:
 * "flask:bare", "flask:bare, the law", "flask:bare volume".
 */
export function withFacets(
  pictures: readonly Picture[],
  run: Pick<RunHead, "variants">,
): Picture[] {
  const ofVariant = facetsOf(run);
  const keys = run.variants.map(({ key }) => key);
  const choosable = <Row extends PictureRow>(row: Row): Row => {
    const key = keys.find((one) => /^(, | |$)/.test(afterKey(row.label, one)));
    return key === undefined ? row : { ...row, facets: ofVariant(key) };
  };
  return pictures.map((picture) => withRows(picture, (rows) => rows.map(choosable)));
}

/** What of a label comes after a key that it begins with; what fits nothing where it does not. */
function afterKey(label: string, key: string): string {
  return label.startsWith(key) ? label.slice(key.length) : "-";
}
