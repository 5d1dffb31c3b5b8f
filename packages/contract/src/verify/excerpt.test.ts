import { describe, expect, test } from "vitest";
import { excerpt, excerpts } from "./excerpt.ts";

describe("excerpts", () => {
  test("shows short texts whole, with what cannot be seen", () => {
    expect(excerpts("Hello, world!", "Hello, world!\n")).toEqual({
      expected: '"Hello, world!"',
      got: '"Hello, world!\\n"',
    });
  });

  test("shows JSON as it stands", () => {
    expect(excerpt('{"seed":1,\n"hits":2}')).toBe('{"seed":1,\\n"hits":2}');
  });

  test("shows long texts from just before the place where they differ", () => {
    const { expected, got } = excerpts(
      `${"a".repeat(500)}b`,
      `${"a".repeat(500)}c${"d".repeat(500)}`,
    );
    expect(expected).toBe(`(from 484) …"${"a".repeat(16)}b"`);
    expect(got).toBe(`(from 484) …"${"a".repeat(16)}c${"d".repeat(123)}"…`);
  });

  test("names an empty body", () => {
    expect(excerpts("x", "").got).toBe("an empty body");
  });
});
