#!/usr/bin/env node
// The package's command. Old syntax, so that an old Node comes as far as to say which it should be.
"use strict";
const path = require("path");

const [major, minor] = process.versions.node.split(".").map(Number);
const program = path.join(__dirname, "..", "programs", "stackbench.mjs");

/** The Node that npm has put beside the package: what is measured does not hang on which Node is used otherwise. */
function ownNode() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const manifest = require.resolve(`${name}/package.json`);
    return {
      path: path.join(path.dirname(manifest), "bin", "node"),
      version: require(manifest).version,
    };
  } catch {
    return undefined;
  }
}

function refuse(message) {
  process.stderr.write(`stackbench: ${message}\n`);
  // As for whatever else the machine cannot do.
  process.exitCode = 4;
}

function start() {
  const own = ownNode();
  if (major < 22 || (major === 22 && minor < 15)) {
    return refuse(`expected Node 22.15 or newer, got ${process.versions.node}`);
  }
  if (own !== undefined && own.version !== process.versions.node) {
    // It would tell that `execve` is experimental.
    process.emitWarning = () => {};
    const words = [own.path].concat(process.execArgv, program, process.argv.slice(2));
    // In the place of this process: there is nobody between it and a signal.
    return process.execve(own.path, words, process.env);
  }
  if (major < 24) {
    return refuse(
      `expected Node 24 or newer, for no Node was installed beside the package for ${process.platform} on ${process.arch}; got ${process.versions.node}. Where npm left optional packages out, install again with --include=optional`,
    );
  }
  void import(program);
}

start();
