import { describe, expect, test } from "vitest";
import { greets } from "./markup.ts";

const name = `<b> "R&D" 'x'`;

describe("greets", () => {
  test.each([
    "<p>Hello, &lt;b&gt; &quot;R&amp;D&quot; &apos;x&apos;!</p>",
    "<p>Hello, &lt;b&gt; &#34;R&amp;D&#34; &#39;x&#39;!</p>",
    "<p>\n  Hello,\n  &#x3C;b&#x3e; &QUOT;R&amp;D&quot; &#x27;x&#x27;!\n</p>\n",
  ])("accepts %j", (body) => {
    expect(greets(body, name)).toBe(true);
  });

  test.each([
    ["unescaped", `<p>Hello, ${name}!</p>`],
    ["one quote unescaped", "<p>Hello, &lt;b&gt; &quot;R&amp;D&quot; &apos;x'!</p>"],
    ["an ampersand unescaped", "<p>Hello, &lt;b&gt; &quot;R&D&quot; &apos;x&apos;!</p>"],
    ["escaped twice", "<p>Hello, &amp;lt;b&gt; &quot;R&amp;D&quot; &apos;x&apos;!</p>"],
    ["another name", "<p>Hello, Ada!</p>"],
    ["no paragraph", "Hello, &lt;b&gt; &quot;R&amp;D&quot; &apos;x&apos;!"],
    ["a number beyond Unicode", "<p>Hello, &#9999999;!</p>"],
    ["garbage", "<p>Hello,!</p"],
  ])("refuses it %s", (_, body) => {
    expect(greets(body, name)).toBe(false);
  });
});
