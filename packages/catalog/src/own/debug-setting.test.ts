import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readApp } from "./read-app.ts";

/** As django-admin writes them, cut. */
const project = {
  "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  "shop/settings.py":
    "# SECURITY WARNING: don't run with debug turned on in production!\nDEBUG = True\n",
  "shop/wsgi.py":
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n\napplication = get_wsgi_application()\n",
};

async function readIn(files: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-debug-"));
  onTestFinished(async () => await rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return await readApp(directory);
}

const written = (fields: object): string =>
  JSON.stringify({ interface: "wsgi", entry: "shop.wsgi:application", ...fields });

test.each<[string, Record<string, string>]>([
  ["found by looking", {}],
  ["that its file names", { "stackbench.json": written({}) }],
  [
    "started by a command",
    {
      "stackbench.json":
        '{"interface":"command","entry":"python manage.py runserver 0.0.0.0:$PORT"}',
    },
  ],
  [
    "whose settings are named by its environment",
    {
      "shop/settings.py": "",
      "shop/local.py": "DEBUG = False\nDEBUG: bool = True  # here\n",
      "stackbench.json": written({ environment: { DJANGO_SETTINGS_MODULE: "shop.local" } }),
    },
  ],
])("a Django app %s is told to be in debug mode, with what to do", async (_, more) => {
  const { debug, told } = await readIn({ ...project, ...more });
  expect(debug).toMatch(/^shop\/(settings|local)\.py says DEBUG = True$/);
  expect(told.join("\n")).toMatch(/says DEBUG = True: .*ALLOWED_HOSTS.*DJANGO_SETTINGS_MODULE/);
});

test.each<[string, Record<string, string>]>([
  ["that is deployed", { "shop/settings.py": "DEBUG = False\n" }],
  ["that asks its surroundings", { "shop/settings.py": 'DEBUG = os.environ["DEBUG"] == "1"\n' }],
  ["whose last word is no", { "shop/settings.py": "DEBUG = True\nDEBUG = False\n" }],
  ["whose settings are elsewhere", { "shop/settings.py": "from .base import *\n" }],
  [
    "with other settings",
    {
      "shop/live.py": "DEBUG = False\n",
      "stackbench.json": written({ environment: { DJANGO_SETTINGS_MODULE: "shop.live" } }),
    },
  ],
])("one %s is not", async (_, more) => {
  const { debug, told } = await readIn({ ...project, ...more });
  expect([debug, told.join("\n")]).toEqual([undefined, expect.not.stringContaining("DEBUG")]);
});

test("a folder without Django is not asked for settings", async () => {
  const { debug } = await readIn({ "app.py": "app = Flask(__name__)\nDEBUG = True\n" });
  expect(debug).toBeUndefined();
});
