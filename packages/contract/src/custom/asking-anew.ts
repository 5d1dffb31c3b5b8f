import { numbered } from "@stackbench/http1";
import type { LoadRequest } from "@stackbench/model";
import type { HttpRequest } from "../verify/client.ts";

/**
 * The request as it is sent, each time with a number of its own where it has numbers: from somewhere in the upper half of
 * their range downwards, where a load is the last to come. Lesson and verifications each begin elsewhere, for a server may
 * take a value but once.
 */
export function askingAnew(load: Omit<LoadRequest, "expect">): () => HttpRequest {
  let asked = Math.floor((Math.random() * (load.numbers?.count ?? 0)) / 2);
  return () => {
    const { numbers } = load;
    const number = numbers && numbers.from + numbers.count - 1 - (asked++ % numbers.count);
    const { method, path, headers, body } = numbered(load, number);
    return { method, path, headers, ...(body !== "" && { body }) };
  };
}
