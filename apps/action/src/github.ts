import { HostError, UsageError } from "@stackbench/model";
import { z } from "zod";

const commentSchema = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  // Of an account that is gone.
  user: z.object({ login: z.string() }).nullish(),
});
export type Comment = z.infer<typeof commentSchema>;

const pageLength = 100;
const patienceMs = 30_000;

/** The token may not do it: 403, where no limit of requests is the reason. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * Comments on the pull requests of one repository, by the REST API (docs.github.com/rest/issues/comments). Rejects with
 * Refused, and with HostError for whatever else is no success.
 */
export class GitHub {
  readonly #api: string;
  readonly #repository: string;
  readonly #token: string;

  constructor(api: string, repository: string, token: string) {
    this.#api = api;
    this.#repository = repository;
    this.#token = token;
  }

  /** As the runner's variables say: `GITHUB_API_URL`, `GITHUB_REPOSITORY`, `GITHUB_TOKEN`. Throws UsageError. */
  static of(environment: Readonly<Record<string, string | undefined>>): GitHub {
    const { GITHUB_API_URL, GITHUB_REPOSITORY = "", GITHUB_TOKEN = "" } = environment;
    if (!/^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY)) {
      throw new UsageError(`GITHUB_REPOSITORY: expected owner/name, got "${GITHUB_REPOSITORY}"`);
    }
    if (GITHUB_TOKEN === "") throw new UsageError("GITHUB_TOKEN: expected a token, got none");
    return new GitHub(GITHUB_API_URL || "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN);
  }

  /** All comments on an issue or pull request, the oldest first, a page at a time. */
  async *comments(issue: number): AsyncGenerator<Comment> {
    for (let page = 1; ; page++) {
      const query = `per_page=${pageLength}&page=${page}`;
      const answer = await this.#ask("GET", `issues/${issue}/comments?${query}`);
      const comments = z.array(commentSchema).parse(answer);
      yield* comments;
      if (comments.length < pageLength) return;
    }
  }

  async add(issue: number, body: string): Promise<Comment> {
    return commentSchema.parse(await this.#ask("POST", `issues/${issue}/comments`, { body }));
  }

  async change(id: number, body: string): Promise<Comment> {
    return commentSchema.parse(await this.#ask("PATCH", `issues/comments/${id}`, { body }));
  }

  async #ask(method: string, path: string, content?: object): Promise<unknown> {
    const what = `${method} ${path}`;
    const answer = await fetch(`${this.#api}/repos/${this.#repository}/${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.#token}`,
        "user-agent": "stackbench",
        "x-github-api-version": "2022-11-28",
      },
      ...(content && { body: JSON.stringify(content) }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch((cause: unknown) => {
      throw new HostError(`${what}: ${this.#api} does not answer`, { cause });
    });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    const message = `${what}: ${answer.status} ${messageIn(text)}`;
    throw isLimited(answer) || answer.status !== 403
      ? new HostError(message)
      : new Refused(message);
  }
}

function isLimited({ headers }: Response): boolean {
  return headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after");
}

/** What GitHub says, in a line. */
function messageIn(text: string): string {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200);
  }
}
