import { Markup, type HtmlDocument } from "@stackbench/report";
import GithubSlugger from "github-slugger";
import MarkdownIt, { type Token } from "markdown-it";
import { siteLinks } from "./links.ts";

/** HTML in it is text; addresses are found where they are written. */
const markdown = new MarkdownIt({ html: false, linkify: false });

// A table that is wider than a phone scrolls by itself, by keyboard too.
markdown.renderer.rules["table_open"] = () =>
  '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table class="prose">';
markdown.renderer.rules["table_close"] = () => "</table></div>";

/** Headings have the anchors that they have on GitHub, and documents name each other as the pages that they are here. */
markdown.core.ruler.push("pages", ({ tokens }) => {
  const slugger = new GithubSlugger();
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      token.attrSet("id", slugger.slug(textOf(tokens[index + 1]?.children ?? [])));
    }
    if (token.children) token.children = linkPages(token.children);
  }
});

/** A document of the repository as a page. `text`: Markdown whose first line is its title. */
export function docPage(text: string): HtmlDocument {
  const [, title = "", body = ""] = text.match(/^# ([^\n]+)\n(.*)$/s) ?? [];
  return {
    name: title.toLowerCase(),
    sentences: [],
    links: siteLinks(0),
    parts: [{ title, content: Markup.own(markdown.render(body)) }],
  };
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ content }) => content).join("");
}

/** What lies outside the folder of documents is no page here: its name stays, and leads nowhere. */
function linkPages(tokens: readonly Token[]): Token[] {
  let isOutside = false;
  return tokens.filter((token) => {
    if (token.type === "link_open") {
      const href = String(token.attrGet("href") ?? "");
      isOutside = href.startsWith("../");
      token.attrSet("href", href.replace(/^([\w-]+)\.md(?=#|$)/, "$1.html"));
      return !isOutside;
    }
    return token.type !== "link_close" || !isOutside;
  });
}
