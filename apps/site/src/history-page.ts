import { counted } from "@stackbench/model";
import { historyParts, tellNews, type History } from "@stackbench/history";
import type { HtmlDocument } from "@stackbench/report";
import { siteLinks } from "./links.ts";

/** What changed from night to night, by workload and load level. */
export function historyPage(history: History): HtmlDocument {
  const { nights } = history;
  const [first, last] = [nights[0], nights.at(-1)];
  const news = tellNews(history);
  const quiet = "Nothing moved, as far as the newest night tells.";
  return {
    name: "history",
    sentences:
      first && last
        ? [
            ...(news.length === 0 ? [quiet] : news),
            `${counted(nights.length, "night")}, ${first.startedAt.slice(0, 10)} to ${last.startedAt.slice(0, 10)}.`,
          ]
        : ["No night has been measured yet: pnpm bench nightly."],
    links: siteLinks(0),
    parts: historyParts(history).map(({ title, told, picture }) => ({
      title,
      paragraphs: told,
      pictures: [picture],
    })),
  };
}
