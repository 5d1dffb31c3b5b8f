import type { Command } from "../command.ts";

/** Options about servers that already run. */
export const urlOptions: Command["options"] = {
  url: {
    value: "urls",
    help: "instead of stacks: servers that already run, such as http://127.0.0.1:8000, comma-separated; they are neither tuned nor restarted",
  },
  contract: {
    value: "name",
    help: "with --url: 1 (answers are checked against the contract), or none (one request, --path)",
    default: "1",
  },
  path: {
    value: "path",
    help: "with --contract=none: what to ask for, such as /x; what is right is learnt from 20 answers",
  },
  "any-length": {
    help: "with --contract=none: bodies may differ in length, though they did not in the 20 answers",
  },
  follow: {
    help: "with --contract=none: where the path answers with a redirect, ask where it leads",
  },
  "no-follow": {
    help: "with --contract=none: measure the redirect itself",
  },
  pin: {
    help: "with --url: keep the servers' processes on the server's CPUs while they are measured, so that the generator has others",
  },
  "allow-remote": {
    help: "with --url: load a server that is not on this machine (yours, or one whose owner agreed)",
  },
};
