import type { Log } from "#app/ports/log.ts";
import { RecommenderError } from "#app/ports/recommender.ts";
import type { Host, StartHost } from "./hosts.ts";
import { threadMessage } from "./thread-messages.types.ts";

export interface SupervisedOptions {
  /** for the log */
  name: string;
  start: StartHost;
  /** ends by itself, and gives its memory back, when nothing was asked for so long; absent: never */
  idleMs?: number;
  log: Log;
}

const STOPPED = "The ranker was stopped before it could answer";

/** The host ended, or hung, while the question waited: it may be to blame for that, or any other that waited. */
export class BrokenOff extends RecommenderError {}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * A thread or process that is started by the first question. When it ends unasked (a bug, no memory left, no answer
 * in time), the questions that wait fail, the log says why, and the next question starts it anew.
 */
export class Supervised {
  readonly #options: SupervisedOptions;
  readonly #waiting = new Map<number, Waiting>();
  #host: Host | null = null;
  #nextId = 1;
  #closed = false;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  /** @throws RecommenderError when the host fails; `BrokenOff` when it ends, or does not answer within `timeoutMs` */
  ask(question: object, timeoutMs: number): Promise<unknown> {
    if (this.#closed) return Promise.reject(new RecommenderError(STOPPED, true));
    this.#busy();
    const host = this.#host ?? this.#start();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#tooLate(host, timeoutMs), timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
      host.post({ ...question, id });
    });
  }

  /** For a host that runs; nobody answers. */
  tell(message: object): void {
    this.#host?.post(message);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#busy();
    return this.#stop();
  }

  async #stop(): Promise<void> {
    const host = this.#host;
    this.#host = null;
    this.#failAll(new RecommenderError(STOPPED, true));
    await host?.end();
  }

  #start(): Host {
    const { start, name, log } = this.#options;
    const startedAt = performance.now();
    const started: Host = start({
      started: () =>
        log.info("recommender.started", { name, ms: Math.round(performance.now() - startedAt) }),
      said: (message) => this.#hear(message),
      ended: (error) => this.#ended(started, error),
    });
    this.#host = started;
    return started;
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

  #ended(host: Host, error: Error): void {
    if (this.#host !== host) return;
    this.#host = null;
    const { name, log } = this.#options;
    const reason = error.message;
    log.error("recommender.crashed", { name, reason, waiting: this.#waiting.size });
    const problem = `The ranker broke off (${reason}); the next question starts it anew`;
    this.#failAll(new BrokenOff(problem));
  }

  #tooLate(host: Host, timeoutMs: number): void {
    this.#ended(host, new Error(`no answer within ${timeoutMs / 1000} s`));
    void host.end();
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

  #failAll(problem: RecommenderError): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(problem);
    }
    this.#waiting.clear();
  }
}
