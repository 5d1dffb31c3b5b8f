import type { RunHead } from "@stackbench/model";
import { facetsOf } from "./facets-of.ts";
import type { Facets, Picture } from "./picture.ts";

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
  const choosable = <Row extends { label: string; facets?: Facets }>(row: Row): Row => {
    const key = keys.find((one) => /^(, | |$)/.test(afterKey(row.label, one)));
    return key === undefined ? row : { ...row, facets: ofVariant(key) };
  };
  return pictures.map((picture) => {
    switch (picture.kind) {
      case "dots":
        return { ...picture, rows: picture.rows.map(choosable) };
      case "bars":
        return { ...picture, rows: picture.rows.map(choosable) };
      case "lines":
        return { ...picture, series: picture.series.map(choosable) };
      case "heat":
        return picture;
    }
  });
}

/** What of a label comes after a key that it begins with; what fits nothing where it does not. */
function afterKey(label: string, key: string): string {
  return label.startsWith(key) ? label.slice(key.length) : "-";
}
