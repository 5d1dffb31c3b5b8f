import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { doubtsOf, type Way } from "./doubts-of.ts";

function way(key: string, body: string, changes: Partial<LoadRequest["expect"]> = {}): Way {
  const expected = { status: 200, contentType: "text/html", bodyBytes: body.length, body };
  const request: LoadRequest = {
    method: "GET",
    path: "/",
    headers: {},
    body: "",
    expect: { ...expected, ...changes },
  };
  return { key, learnt: { request } };
}

const page = `<title>Shop</title>${"<p>row</p>".repeat(500)}`;

test("ways that answer alike leave no doubt", () => {
  expect(doubtsOf("GET /", [way("app:a", page), way("app:b", page)])).toEqual([]);
});

test("an answer that tells how it is served leaves none", () => {
  const bare = '{"url":"/","headers":{"Host":"a"},"origin":"127.0.0.1"}';
  const proxied = '{"url":"/","headers":{"Host":"a","Via":"nginx"},"origin":"127.0.0.2"}';
  expect(doubtsOf("GET /", [way("app:a", bare), way("app:nginx", proxied)])).toEqual([]);
  const ended = { bodyBytes: null, ends: { start: page, end: "" } };
  const { body: _, ...expected } = way("app:b", page, ended).learnt.request.expect;
  const varies = way("app:b", page);
  varies.learnt.request.expect = expected;
  expect(doubtsOf("GET /", [way("app:a", page), varies])).toEqual([]);
});

test("one that answers something else is named, with what each answers", () => {
  const short = "<b>Oh</b> no";
  const ways = [way("app:a", page), way("app:fpm", short), way("app:b", page)];
  expect(doubtsOf("GET /", ways)).toEqual([
    `GET / is answered differently by how it is served, and one of them is probably wrong: 200, text/html, ${page.length} bytes at app:a, app:b; 200, text/html, 12 bytes at app:fpm`,
  ]);
  const plain = way("app:text", page, { contentType: "text/plain" });
  expect(doubtsOf("home", [way("app:a", page), plain])[0]).toMatch(
    /^home: GET \/ is answered differently .* text\/plain, \d+ bytes at app:text$/,
  );
});

test("an error page is told with its first words and where it was seen", () => {
  const failing = way("app:fpm", page);
  failing.learnt.errorLine = "Fatal error: could not create folder";
  expect(doubtsOf("GET /", [way("app:a", page), failing])).toEqual([
    'GET / answers 200 at app:fpm, but it reads like an error page: "Fatal error: could not create folder"',
  ]);
});
