import { Markup, type HtmlDocument } from "@stackbench/report";
import MarkdownIt from "markdown-it";
import { siteLinks } from "./links.ts";

/** HTML in it is text; addresses are found where they are written. */
const markdown = new MarkdownIt({ html: false, linkify: false });

/** A document of the repository as a page. `text`: Markdown whose first line is its title. */
export function docPage(text: string): HtmlDocument {
  const [, title = "", body = ""] = text.match(/^# ([^\n]+)\n(.*)$/s) ?? [];
  return {
    name: title.toLowerCase(),
    sentences: [],
    links: siteLinks(0),
    parts: [{ title, content: Markup.own(markdown.render(linkPages(body))) }],
  };
}

/** Documents name each other as files of Markdown; here they are pages. */
function linkPages(body: string): string {
  return body.replaceAll(/\]\(([\w-]+)\.md(#[\w-]+)?\)/g, "]($1.html$2)");
}
