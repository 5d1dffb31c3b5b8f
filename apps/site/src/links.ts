import type { PageLink } from "@stackbench/report";

/** Of every page, from `depth` folders below the root. */
export function siteLinks(depth: number): PageLink[] {
  const up = "../".repeat(depth);
  return [
    { title: "Overview", href: `${up}index.html` },
    { title: "History", href: `${up}history.html` },
    { title: "Comparisons", href: `${up}comparisons/index.html` },
    { title: "Stacks", href: `${up}stacks/index.html` },
    { title: "Methodology", href: `${up}methodology.html` },
    { title: "Adding a stack", href: `${up}adding-a-stack.html` },
    { title: "Reproductions", href: `${up}reproductions.html` },
    { title: "Glossary", href: `${up}glossary.html` },
  ];
}

/** The file of a stack's page, in `stacks/`. */
export function stackFile(stack: string): string {
  return fileName(stack);
}

/** A run's page, from `depth` folders below the root. */
export function runHref(runId: string, depth: number): string {
  return `${"../".repeat(depth)}runs/${fileName(runId)}`;
}

/** The file of a page: a name that any file system takes, with nothing in it that means something in an address. */
export function fileName(name: string): string {
  return `${name.replaceAll(/[^\w.-]/g, "_")}.html`;
}
