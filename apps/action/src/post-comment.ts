import type { GitHub } from "./github.ts";

export interface WantedComment {
  /** The number of the pull request. */
  issue: number;
  /** What the comment begins with. */
  marker: string;
  /** Login of whoever posts it. */
  author: string;
  body: string;
}

/**
 * Changes the comment that begins with the marker, or adds one. The marker alone proves nothing: anyone may write it, so
 * that the author counts as well. Rejects as `GitHub` does.
 */
export async function postComment(
  github: GitHub,
  { issue, marker, author, body }: WantedComment,
): Promise<{ url: string; isNew: boolean }> {
  for await (const comment of github.comments(issue)) {
    if (comment.user?.login !== author || !comment.body?.startsWith(marker)) continue;
    return { url: (await github.change(comment.id, body)).html_url, isNew: false };
  }
  return { url: (await github.add(issue, body)).html_url, isNew: true };
}
