import { hello } from "../endpoints/index.ts";
import type { Check } from "./check.ts";
import { greetingAnswer } from "./right-answers.ts";

export const helloChecks: Check[] = [
  {
    workload: "hello",
    async run(examiner) {
      await examiner.ask({ method: hello.method, path: hello.path }, greetingAnswer);
    },
  },
];
