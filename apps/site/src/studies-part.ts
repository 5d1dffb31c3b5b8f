import { answerOf, type Reproduction } from "@stackbench/reproductions";
import type { DocumentPart } from "@stackbench/report";
import { fileName } from "./links.ts";

/** What became of each study, and where its page is, from the root; nothing where there is none. */
export function studiesPart(studies: readonly Reproduction[]): DocumentPart[] {
  if (studies.length === 0) return [];
  const links = studies.map((found) => ({
    title: answerOf(found),
    href: `studies/${fileName(found.study.name)}`,
  }));
  return [{ title: "Published studies, measured anew", links }];
}
