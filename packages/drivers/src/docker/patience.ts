/** How long the engine may take. An object, so that a test with an engine that never answers need not wait as long. */
export const patience = {
  /** For anything that it is asked. */
  answerMs: 20_000,
  /** For the least that can be asked, where something else waits for its end. */
  pingMs: 10_000,
  /** Until a build, a pull or an import has begun: the engine first reads all that it is given. */
  beginMs: 300_000,
  /** For a pull, whose registry may be slow. */
  pullMs: 900_000,
  betweenPingsMs: 5000,
  /** Until a task of a Swarm runs: its node may be far away. */
  taskMs: 60_000,
  /** For a node that has no room for a service: what leaves it may still be leaving. */
  roomMs: 15_000,
  /** For a node of a Swarm that was there and is not, before a sitting: its engine may be starting again. */
  returnMs: 20_000,
  /** Until what uses a network or a volume has left it (tasks of removed services, a container that somebody else removes): less than for an answer, of which it is a part. */
  leaveMs: 15_000,
  /** Until a service has written the line that says that it is up. */
  lineMs: 60_000,
};
