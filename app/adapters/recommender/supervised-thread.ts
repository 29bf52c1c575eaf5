import { type ResourceLimits, Worker } from "node:worker_threads";
import type { Log } from "#app/ports/log.ts";
import { RecommenderError } from "#app/ports/recommender.ts";
import { threadMessage } from "./thread-messages.types.ts";

export interface ThreadOptions {
  /** for the log */
  name: string;
  script: URL;
  data: object;
  resourceLimits: ResourceLimits;
  /** ends by itself, and gives its memory back, when nothing was asked for so long; absent: never */
  idleMs?: number;
  log: Log;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * A thread that is started by the first question. When it ends unasked (a bug, no memory left, no answer in time),
 * the questions that wait fail, the log says why, and the next question starts it anew.
 */
export class SupervisedThread {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #nextId = 1;
  #closed = false;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** @throws RecommenderError when the thread fails, ends, or does not answer within `timeoutMs` */
  ask(question: object, timeoutMs: number): Promise<unknown> {
    if (this.#closed) return Promise.reject(new RecommenderError("The ranker is being shut down"));
    this.#busy();
    const thread = this.#thread ?? this.#start();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#tooLate(thread, timeoutMs), timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      thread.postMessage({ ...question, id });
    });
  }

  /** For a thread that runs; nobody answers. */
  tell(message: object): void {
    this.#thread?.postMessage(message);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#busy();
    return this.#stop();
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    this.#failAll("The ranker was stopped before it could answer");
    await thread?.terminate();
  }

  #start(): Worker {
    const { script, data, resourceLimits, name, log } = this.#options;
    const startedAt = performance.now();
    // Neither the process's secrets nor the flags it was started with are the thread's business.
    const thread = new Worker(script, {
      workerData: data,
      resourceLimits,
      name,
      env: {},
      execArgv: [],
    });
    this.#thread = thread;
    thread.on("message", (message: unknown) => this.#hear(message));
    thread.on("error", (error) => this.#ended(thread, error));
    thread.on("exit", (code) => this.#ended(thread, new Error(`it ended with code ${code}`)));
    thread.on("online", () =>
      log.info("recommender.started", { name, ms: Math.round(performance.now() - startedAt) }),
    );
    return thread;
  }

  #hear(raw: unknown): void {
    const message = threadMessage.parse(raw);
    if (message.kind === "log") {
      this.#options.log[message.level](message.event, message.fields);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    clearTimeout(waiting.timer);
    this.#rest();
    if (message.kind === "answer") waiting.resolve(message.answer);
    else waiting.reject(new RecommenderError(message.problem));
  }

  /** An error comes first and says more than the exit that follows it. */
  #ended(thread: Worker, error: unknown): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    const { name, log } = this.#options;
    const reason = error instanceof Error ? error.message : String(error);
    log.error("recommender.crashed", { name, reason, waiting: this.#waiting.size });
    this.#failAll(`The ranker broke off (${reason}); the next question starts it anew`);
  }

  #tooLate(thread: Worker, timeoutMs: number): void {
    this.#ended(thread, new Error(`no answer within ${timeoutMs / 1000} s`));
    void thread.terminate();
  }

  #busy(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #rest(): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined || this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#stop(), idleMs);
  }

  #failAll(problem: string): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new RecommenderError(problem));
    }
    this.#waiting.clear();
  }
}
