import type { Row } from "@stackbench/report";

type Caution = Row["cautions"][number];

/**
 * What speaks against a row's figures: its status where it was not measured, and the kinds of its cautions, without mere
 * notes unless `bears` says otherwise.
 */
export function troublesOf(
  { status, cautions }: Pick<Row, "status" | "cautions">,
  bears: (caution: Caution) => boolean = isMoreThanNote,
): string[] {
  return [
    ...(status === "measured" ? [] : [status]),
    ...cautions.filter(bears).map(({ kind }) => kind),
  ];
}

export function isMoreThanNote({ severity }: Pick<Caution, "severity">): boolean {
  return severity !== "note";
}
