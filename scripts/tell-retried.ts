import type { Reporter } from "vitest/node";

/** Names at the end every test that passed only when it was tried again, and every one that was skipped. */
export const tellRetried: Reporter = {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const retries = test.diagnostic()?.retryCount ?? 0;
        if (test.result().state === "skipped") process.stdout.write(`skipped: ${name}\n`);
        else if (retries > 0) process.stdout.write(`retried: ${name}\n`);
      }
    }
  },
};
