import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** Where questions are worked on. Ends are told once or twice; the first says more. */
export interface Host {
  post(message: object): void;
  end(): Promise<void>;
}

export interface HostEvents {
  started(): void;
  said(message: unknown): void;
  ended(error: Error): void;
}

export type StartHost = (events: HostEvents) => Host;

export interface HostOptions {
  name: string;
  script: URL;
  /** what the script is given before any question */
  data: object;
  /** of the JavaScript heap; columns of numbers lie outside */
  heapMb: number;
}

const withCode = (code: number | null, signal?: NodeJS.Signals | null) =>
  new Error(`it ended with ${signal ?? `code ${code}`}`);

/** A thread: close at hand, and it shares the process's memory. */
export function threadHost({ name, script, data, heapMb }: HostOptions): StartHost {
  return ({ started, said, ended }) => {
    const thread = new Worker(script, {
      name,
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      // Neither the process's secrets nor the flags it was started with are the thread's business.
      env: {},
      execArgv: [],
    });
    thread.on("online", started);
    thread.on("message", said);
    thread.on("error", (error) => {
      ended(error instanceof Error ? error : new Error(String(error)));
    });
    thread.on("exit", (code) => ended(withCode(code)));
    return {
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      post: (message) => thread.postMessage(message),
      end: async () => {
        await thread.terminate();
      },
    };
  };
}

/** The system gives a process of its own the time that nobody else wants. */
const LOW_PRIORITY = 10;

/**
 * A process of its own: all its memory comes back when it ends, and what sends messages goes first where
 * processors are few.
 */
export function processHost({ script, data, heapMb }: HostOptions): StartHost {
  return ({ started, said, ended }) => {
    const child = fork(fileURLToPath(script), [], {
      serialization: "advanced",
      env: { NODE_ENV: "production" },
      execArgv: [`--max-old-space-size=${heapMb}`],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("spawn", () => {
      if (child.pid !== undefined) setPriority(child.pid, LOW_PRIORITY);
      started();
    });
    child.on("message", said);
    child.on("error", ended);
    child.on("exit", (code, signal) => ended(withCode(code, signal)));
    const post = (message: object) => {
      // A process that has ended says so by its exit.
      child.send(message, () => undefined);
    };
    post(data);
    return {
      post,
      end: () =>
        new Promise((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve();
          child.once("exit", () => resolve());
          child.kill();
        }),
    };
  };
}
