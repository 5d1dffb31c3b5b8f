import { z } from "zod";

/** What a program of the harness can be asked, by command. Data, the same for both ends. */
export type Protocol = Readonly<Record<string, Exchange>>;

/** One command and its one reply; `progress` is told on the way, any number of times. */
interface Exchange {
  given: z.ZodType;
  reply: z.ZodType;
  progress?: z.ZodType;
}

/** Of a command that is given nothing, and of a reply that says no more than that it is done. */
export const nothing = z.null();

export type Given<P extends Protocol, Name extends keyof P> = z.infer<P[Name]["given"]>;
export type ReplyOf<P extends Protocol, Name extends keyof P> = z.infer<P[Name]["reply"]>;
export type ProgressOf<P extends Protocol, Name extends keyof P> = z.infer<
  NonNullable<P[Name]["progress"]>
>;

/** One line to the program. Ids are told apart by whoever asks, and come back with all that is said of them. */
export const questionLineSchema = z.strictObject({
  id: z.int(),
  command: z.string(),
  given: z.unknown(),
});
type QuestionLine = z.infer<typeof questionLineSchema>;

/** One line from it. `failure`: the command could not be carried out; without an id where the line could not be read. */
export const saidLineSchema = z.union([
  z.strictObject({ id: z.int(), reply: z.unknown() }),
  z.strictObject({ id: z.int(), progress: z.unknown() }),
  z.strictObject({ id: z.int().nullable(), failure: z.string() }),
]);
type SaidLine = z.infer<typeof saidLineSchema>;

/** Without its line feed. */
export function formatLine(line: QuestionLine | SaidLine): string {
  return JSON.stringify(line);
}
