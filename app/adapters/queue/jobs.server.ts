import type { Jobs, QueueName } from "#app/ports/jobs.ts";
import type { Log } from "#app/ports/log.ts";
import type { OpenQueue, QueueBackend } from "./backend.server.ts";

export interface Producer extends Jobs {
  queue(name: QueueName): OpenQueue;
  close(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 5000;

/** A queue that is away must not hold up who adds to it: the row is stored, and a sweep finds it. */
async function inTime(adding: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error("The queue does not answer")),
    ANSWERS_WITHIN_MS,
  );
  try {
    await Promise.race([adding, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Adds jobs. Payloads are checked against their definition before they leave. */
export function openProducer(backend: QueueBackend, log: Log): Producer {
  const queues = new Map<QueueName, OpenQueue>();
  const queue = (name: QueueName) => {
    const known = queues.get(name);
    if (known) return known;
    const opened = backend.openQueue(name);
    opened.on("error", (error: Error) =>
      log.warn("queue.error", { queue: name, message: error.message }),
    );
    queues.set(name, opened);
    return opened;
  };
  return {
    queue,
    enqueue: async (job, payload, options = {}) => {
      const data: unknown = job.schema.parse(payload);
      const adding = queue(job.queue).add(job.name, data, {
        attempts: job.attempts,
        backoff: { type: "exponential", delay: job.backoffMs },
        // A completed job that is kept would silently block its id from being added again.
        removeOnComplete: true,
        // So would a failed one: what has an id is found again by its sweep, and the log keeps the failure.
        ...(options.jobId === undefined
          ? { removeOnFail: { age: 24 * 3600, count: 1000 } }
          : { removeOnFail: true, jobId: options.jobId }),
        ...(options.delayMs === undefined ? {} : { delay: options.delayMs }),
      });
      await inTime(adding);
    },
    close: async () => {
      await Promise.all([...queues.values()].map((opened) => opened.close()));
    },
  };
}
