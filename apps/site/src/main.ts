import { join, resolve } from "node:path";
import type { AddressInfo } from "node:net";
import { readSlim } from "@stackbench/history";
import {
  historyStore,
  repositoryRoot,
  resultsDirectory,
  runStore,
  workingDirectory,
} from "@stackbench/session";
import {
  exitCodes,
  readInteger,
  runCommand,
  runProgram,
  say,
  type Command,
} from "@stackbench/terminal";
import { readReproductions } from "@stackbench/reproductions";
import { buildSite } from "./build-site.ts";
import { serveFolder } from "./serve.ts";

const site: Command = {
  name: "site",
  summary: "make static pages of the published runs: relative links, hosted anywhere",
  options: {
    from: {
      value: "folder",
      help: "results: its published/, reproduced/ and history/",
      default: "results/",
    },
    out: { value: "folder", help: "where the pages go", default: ".cache/site/" },
    serve: { help: "show them on 127.0.0.1 afterwards, until Ctrl-C" },
    port: { value: "n", help: "with --serve; 0 takes a free one", default: "4173" },
  },
  examples: ["pnpm site", "pnpm site --serve", "pnpm site --out=public"],
  async run({ values, switches }) {
    const out = values["out"];
    const folder =
      out === undefined ? join(repositoryRoot, ".cache/site") : resolve(workingDirectory, out);
    const from = resultsDirectory(values["from"]);
    const paths = await buildSite({
      nights: await readSlim(historyStore(from).each()),
      published: runStore(join(from, "published")),
      studies: await readReproductions(join(from, "reproduced")),
      docs: join(repositoryRoot, "docs"),
      out: folder,
    });
    say(`${paths.length} pages: ${join(folder, "index.html")}`);
    if (!switches.has("serve")) return exitCodes.ok;
    const port = readInteger("port", values["port"], 4173, { min: 0, max: 65_535 });
    const server = await serveFolder(folder, port);
    say(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ (Ctrl-C ends it)`);
    await new Promise<void>((end) => process.once("SIGINT", end));
    server.closeAllConnections();
    server.close();
    return exitCodes.ok;
  },
};

await runProgram((argv) => runCommand(site, argv));
