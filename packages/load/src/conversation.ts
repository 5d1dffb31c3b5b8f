import { HostError, type Launched } from "@stackbench/model";
import { answerSchema, type Answer, type AnswerType, type Command } from "./protocol.ts";

interface Expectation {
  type: AnswerType;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Commands to an agent program and its answers, one at a time. */
export class Conversation {
  readonly #program: Launched;
  readonly #name: string;
  #expectation: Expectation | undefined;
  #ended: Error | undefined;
  /** Called with every `progress` line. */
  onProgress: (requestsPerSecond: number) => void = () => {};

  constructor(program: Launched, name: string) {
    this.#program = program;
    this.#name = name;
    void this.#listen();
  }

  /** Gives a command and resolves with its answer. Throws HostError where the program fails or ends. */
  async ask<Type extends AnswerType>(
    command: Command,
    type: Type,
  ): Promise<Extract<Answer, { type: Type }>> {
    if (this.#ended) throw this.#ended;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#expectation = { type, resolve, reject };
      this.#program.write(JSON.stringify(command));
    });
    return answer as Extract<Answer, { type: Type }>;
  }

  async #listen(): Promise<void> {
    try {
      for await (const line of this.#program.lines) this.#hear(line);
      const { code, signal, stderrTail } = await this.#program.exited;
      const how = signal === null ? `code ${code}` : signal;
      this.#end(new HostError(`the ${this.#name} ended with ${how}: ${stderrTail.trim()}`));
    } catch (error) {
      this.#end(new HostError(`the ${this.#name} could not be heard`, { cause: error }));
    }
  }

  #hear(line: string): void {
    const answer = readAnswer(line);
    if (!answer) return this.#reject(`expected a line of its protocol, got ${line.slice(0, 200)}`);
    if (answer.type === "progress") return this.onProgress(answer.requestsPerSecond);
    const expectation = this.#expectation;
    if (answer.type === "failed") return this.#reject(answer.message);
    if (!expectation) return;
    if (answer.type !== expectation.type) {
      return this.#reject(`expected ${expectation.type}, got ${answer.type}`);
    }
    this.#expectation = undefined;
    expectation.resolve(answer);
  }

  #reject(message: string): void {
    const expectation = this.#expectation;
    this.#expectation = undefined;
    expectation?.reject(new HostError(`the ${this.#name}: ${message}`));
  }

  #end(error: Error): void {
    this.#ended = error;
    this.#expectation?.reject(error);
    this.#expectation = undefined;
  }
}

function readAnswer(line: string): Answer | undefined {
  try {
    return answerSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
