import type { Command } from "@stackbench/terminal";
import { requestOptions } from "../asked/request-options.ts";

/** Options about servers that already run. */
export const urlOptions: Command["options"] = {
  url: {
    value: "urls",
    help: "instead of stacks: servers that already run, such as http://127.0.0.1:8000, comma-separated; they are neither tuned nor restarted",
  },
  contract: {
    value: "name",
    help: "with --url: 1 (answers are checked against the contract), or none (requests of your own: --path, --http, --openapi) (default: none with one of these, else 1)",
  },
  path: {
    value: "path",
    help: "with --url: what to ask for, such as /x, of a server that need not speak the contract; what is right is learnt from 20 answers (or behind the URL: http://127.0.0.1:8000/x)",
  },
  ...requestOptions,
  "any-length": {
    help: "with a path: bodies may differ in any way, though they did not in the 20 answers (seldom needed: what varied is left out by itself)",
  },
  follow: {
    help: "with a path: where it answers with a redirect, ask where it leads",
  },
  "no-follow": {
    help: "with a path: measure the redirect itself",
  },
  pin: {
    help: "with --url: keep the servers' processes on the server's CPUs while they are measured, so that the generator has others",
  },
  "allow-remote": {
    help: "with --url: load a server that is not on this machine (yours, or one whose owner agreed)",
  },
};
