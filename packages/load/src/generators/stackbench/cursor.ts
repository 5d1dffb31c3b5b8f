import type { WireRequest } from "./build-request.ts";

/** A place in a sequence of requests, which is gone through over and over. */
export class Cursor {
  readonly #requests: readonly WireRequest[];
  #position: number;

  /** `share`, 0 to below 1: how far into the sequence it begins. */
  constructor(requests: readonly WireRequest[], sequence: readonly number[], share: number) {
    this.#requests = sequence.map((index) => requests[index]!);
    this.#position = Math.floor(share * sequence.length);
  }

  next(): WireRequest {
    const request = this.#requests[this.#position]!;
    this.#position = this.#position + 1 === this.#requests.length ? 0 : this.#position + 1;
    return request;
  }
}
