import type { Reporter } from "vitest/node";

/** Of what a try failed with: a difference of whole outputs has hundreds. */
const linesTold = 8;

/** Names at the end every test that passed only when it was tried again, and why it did not at first, and every one that was skipped. */
export const tellRetried: Reporter = {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const retries = test.diagnostic()?.retryCount ?? 0;
        const { state, errors = [] } = test.result();
        if (state === "skipped") process.stdout.write(`skipped: ${name}\n`);
        else if (retries > 0) {
          const why = errors.map(({ message, stacks = [] }) => {
            const [at] = stacks;
            return `  ${message.split("\n", linesTold).join("\n  ")}${at ? `\n  at line ${at.line}` : ""}\n`;
          });
          process.stdout.write(`retried: ${name}\n${why.join("")}`);
        }
      }
    }
  },
};
