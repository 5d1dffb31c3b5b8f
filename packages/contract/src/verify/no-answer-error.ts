/** No right answer came. The message says in a few words what came instead. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}
