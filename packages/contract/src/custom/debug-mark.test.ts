import { expect, test } from "vitest";
import { debugMarkIn } from "./debug-mark.ts";

/** As they are written, cut. */
test.each([
  [
    "Django's page of a project without URLs",
    '<p>You are seeing this page because <a href="https://docs.djangoproject.com/en/5.2/ref/settings/#debug" target="_blank">DEBUG=True</a> is in\n      your settings file and you have not configured any URLs.</p>',
    /DEBUG = True/,
  ],
  [
    "Django's page of an error",
    "<p>\n      You're seeing this error because you have <code>DEBUG = True</code> in\n      your Django settings file. Change that to <code>False</code></p>",
    /DEBUG = True/,
  ],
  ["a toolbar of Django", '<div id="djDebug" class="" dir="ltr">', /django-debug-toolbar/],
  ["a toolbar of Symfony", '<div id="sfwdt1" class="sf-toolbar sf-display-none">', /Symfony/],
])("%s tells of debug mode", (_, body, told) => {
  expect(debugMarkIn(Buffer.from(body))).toMatch(told);
});

test.each([
  ["a page", "<p>Hello</p>"],
  ["a text about it", "<p>Never deploy a site into production with DEBUG turned on.</p>"],
  ["a sample of settings", "<pre>DEBUG = True</pre>"],
  ["what is no page", '{"debug":true}'],
  ["nothing", ""],
])("%s does not", (_, body) => {
  expect(debugMarkIn(Buffer.from(body))).toBeUndefined();
});
