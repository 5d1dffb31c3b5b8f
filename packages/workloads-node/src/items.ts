import { created, empty, json, notFound, text, type Answer } from "./answer.ts";
import type { ItemRepository } from "./item-repository.ts";
import { readId, readInteger, readItem, type Query } from "./read-input.ts";
import { Refusal } from "./refusal.ts";

/** The endpoints of `items`. All reject with a refusal for bad input, and with 503 without a repository. */
export interface ItemEndpoints {
  listItems(query: Query): Promise<Answer>;
  createItem(body: unknown): Promise<Answer>;
  readItem(id: string): Promise<Answer>;
  replaceItem(id: string, body: unknown): Promise<Answer>;
  removeItem(id: string): Promise<Answer>;
  /** 200 once the server can serve; 503 while its database does not answer. */
  healthz(): Promise<Answer>;
}

export function itemEndpoints(repository: ItemRepository | undefined): ItemEndpoints {
  function items(): ItemRepository {
    if (repository === undefined) throw new Refusal(503, "DATABASE_URL is not set");
    return repository;
  }
  return {
    async listItems(query) {
      const after = readInteger(query, "after", {
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        fallback: 0,
      });
      const limit = readInteger(query, "limit", { min: 1, max: 100, fallback: 20 });
      return json(200, await items().list(after, limit));
    },
    async createItem(body) {
      const input = readItem(body);
      const item = await items().create(input);
      return created(`/items/${item.id}`, item);
    },
    async readItem(givenId) {
      const id = readId(givenId);
      const item = id === undefined ? undefined : await items().read(id);
      return item === undefined ? notFound() : json(200, item);
    },
    async replaceItem(givenId, body) {
      const id = readId(givenId);
      const input = readItem(body);
      const item = id === undefined ? undefined : await items().replace(id, input);
      return item === undefined ? notFound() : json(200, item);
    },
    async removeItem(givenId) {
      const id = readId(givenId);
      return id !== undefined && (await items().remove(id)) ? empty() : notFound();
    },
    async healthz() {
      try {
        await repository?.ping();
      } catch (cause) {
        throw new Refusal(503, `the database does not answer: ${(cause as Error).message}`, {
          cause,
        });
      }
      return text("ok");
    },
  };
}
