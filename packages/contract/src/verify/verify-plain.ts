import { greeting, hello } from "../endpoints/index.ts";
import type { Check } from "./check.ts";

export const helloChecks: Check[] = [
  {
    workload: "hello",
    async run(examiner) {
      const expected = { status: 200, contentType: "text/plain", body: greeting };
      await examiner.ask({ method: hello.method, path: hello.path }, expected);
    },
  },
];
