import type { PageLink } from "@stackbench/report";

/** Of every page, from `depth` folders below the root. */
export function siteLinks(depth: number): PageLink[] {
  const up = "../".repeat(depth);
  return [
    { title: "Overview", href: `${up}index.html` },
    { title: "History", href: `${up}history.html` },
    { title: "Stacks", href: `${up}stacks/index.html` },
    { title: "Methodology", href: `${up}methodology.html` },
    { title: "Adding a stack", href: `${up}adding-a-stack.html` },
    { title: "Reproductions", href: `${up}reproductions.html` },
    { title: "Glossary", href: `${up}glossary.html` },
  ];
}

/** The file of a stack's page, in `stacks/`: a name that any file system takes. */
export function stackFile(stack: string): string {
  return `${stack.replaceAll(/[^\w.-]/g, "_")}.html`;
}
