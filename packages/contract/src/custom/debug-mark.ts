/** What frameworks, and the tools that people put into them, write into pages only where debug mode is on. */
const marks: readonly { mark: RegExp; told: string }[] = [
  {
    // Of the page of a project without URLs, and of those that tell of errors.
    mark: /because (?:you have )?DEBUG ?= ?True (?:is )?in your (?:Django )?settings file/,
    told: "a page of Django's says DEBUG = True",
  },
  { mark: /\bid="djDebug"/, told: "it has the toolbar of django-debug-toolbar" },
  { mark: /\bid="flDebug"/, told: "it has the toolbar of Flask-DebugToolbar" },
  { mark: /\bclass="sf-toolbar\b/, told: "it has Symfony's toolbar" },
  { mark: /\bnew PhpDebugBar\b/, told: "it has PHP Debug Bar" },
];

/** By what an answer's body tells that its app runs in debug mode, in words; undefined where it does not. */
export function debugMarkIn(body: Buffer): string | undefined {
  const page = body.toString("latin1");
  if (!page.includes("<")) return undefined;
  const words = page.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
  return marks.find(({ mark }) => mark.test(page) || mark.test(words))?.told;
}
