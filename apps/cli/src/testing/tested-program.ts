import { repositoryRoot } from "@stackbench/session";
import { join } from "node:path";

/** Where the package is installed that is to be tested, as the set-up of `vitest.package.config.ts` says; undefined: the checkout is. */
const installedIn = process.env["STACKBENCH_INSTALLED_IN"];

export const isInstalled = installedIn !== undefined;

/** The program that the tests of the command line start, with Node. */
export const testedProgram =
  installedIn === undefined
    ? join(repositoryRoot, "apps/cli/src/main.ts")
    : join(installedIn, "node_modules/stackbench/bin/stackbench.cjs");

/** Where it is started: for the package a folder that is part of no repository. */
export const testedFrom = installedIn ?? repositoryRoot;

/** What it calls itself where it tells people what to type. */
export const testedName = installedIn === undefined ? "pnpm bench" : "stackbench";
