import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface FakeComment {
  id: number;
  html_url: string;
  user: { login: string } | null;
  body: string;
}

/** Comments of one pull request, behind the part of GitHub's REST API that is used, as its documentation has it. */
export class FakeGitHub implements AsyncDisposable {
  readonly comments: FakeComment[] = [];
  readonly asked: string[] = [];
  /** Of the token that this one takes. */
  readonly login: string;
  /** A fork's token may read, and nothing else. */
  mayWrite = true;
  /** Of requests that are left in this hour. */
  remaining = 5000;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(login: string) {
    this.login = login;
  }

  static async start(login = "github-actions[bot]"): Promise<FakeGitHub> {
    const github = new FakeGitHub(login);
    await new Promise<void>((listen) => github.#server.listen(0, "127.0.0.1", listen));
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A comment that somebody has written. */
  write(login: string | null, body: string): FakeComment {
    const id = 1000 + this.comments.length;
    const html_url = `https://github.example/me/app/pull/7#issuecomment-${id}`;
    const comment = { id, html_url, user: login === null ? null : { login }, body };
    this.comments.push(comment);
    return comment;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", this.url);
    this.asked.push(`${method} ${url.pathname}${url.search}`);
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, {
        "content-type": "application/json; charset=utf-8",
        "x-ratelimit-remaining": String(this.remaining),
      });
      response.end(JSON.stringify(body));
    };
    const refuse = (status: number, message: string): void =>
      reply(status, { message, documentation_url: "https://docs.github.com/rest", status });
    if (headers.authorization !== "Bearer token") return refuse(401, "Bad credentials");
    if (headers["user-agent"] === undefined) return refuse(403, "Request forbidden");
    if (this.remaining === 0) return refuse(403, "API rate limit exceeded");
    const content = method === "GET" ? undefined : ((await json(request)) as { body?: string });
    if (method !== "GET" && !this.mayWrite) {
      return refuse(403, "Resource not accessible by integration");
    }
    if (content && (content.body ?? "").length > 65_536) return refuse(422, "Body is too long");
    const [, id] = /^\/repos\/me\/app\/issues\/comments\/(\d+)$/.exec(url.pathname) ?? [];
    if (method === "PATCH" && id !== undefined) {
      const found = this.comments.find((comment) => comment.id === Number(id));
      if (!found) return refuse(404, "Not Found");
      found.body = content!.body!;
      return reply(200, found);
    }
    if (url.pathname !== "/repos/me/app/issues/7/comments") return refuse(404, "Not Found");
    if (method === "POST") return reply(201, this.write(this.login, content!.body!));
    const length = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
    const from = length * (Number(url.searchParams.get("page") ?? 1) - 1);
    reply(200, this.comments.slice(from, from + length));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
