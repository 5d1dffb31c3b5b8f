import { join, resolve } from "node:path";
import { repositoryRoot, workingDirectory } from "@stackbench/session";
import {
  commandHelp,
  exitCodes,
  runCommand,
  runProgram,
  say,
  type Command,
} from "@stackbench/terminal";
import { packCli } from "./pack-cli.ts";

const command: Command = {
  name: "pack:cli",
  summary: "make the one package with which stackbench works in any repository",
  options: { out: { value: "folder", help: "where it goes", default: ".cache/package/" } },
  examples: ["pnpm pack:cli", "pnpm pack:cli --out=../my-repository"],
  async run({ values: { out } }) {
    const folder =
      out === undefined ? join(repositoryRoot, ".cache/package") : resolve(workingDirectory, out);
    const tarball = await packCli(folder);
    // npx takes the path of a file that is there for a program: `file:` says that it is a package.
    say(`made ${tarball}; in the folder of an app: npx file:${tarball} shapes .`);
    return exitCodes.ok;
  },
};

await runProgram((argv) => runCommand(command, argv, () => commandHelp(command, "pnpm")));
