import { type Job, UnrecoverableError } from "bullmq";
import type { z } from "zod";
import type { JobDefinition, QueueName } from "#app/ports/jobs.ts";
import type { Log } from "#app/ports/log.ts";
import type { OpenWorker, QueueBackend } from "./backend.server.ts";

export interface JobHandler {
  job: JobDefinition;
  /** `payload` has passed the job's schema. */
  run(payload: unknown): Promise<void>;
}

/** Ties a definition to its handler; the payload is parsed again here, since queues outlive versions. */
export function handle<S extends z.ZodType>(
  job: JobDefinition<S>,
  run: (payload: z.output<S>) => Promise<void>,
): JobHandler {
  return {
    job,
    run: async (raw) => {
      const parsed = job.schema.safeParse(raw);
      if (!parsed.success) {
        throw new UnrecoverableError(`${job.name}: payload does not fit: ${parsed.error.message}`);
      }
      await run(parsed.data);
    },
  };
}

export interface WorkerOptions {
  handlers: JobHandler[];
  concurrency: Record<QueueName, number>;
  log: Log;
  onError(job: string, error: unknown): void;
}

function startQueue(backend: QueueBackend, name: QueueName, options: WorkerOptions): OpenWorker {
  const byName = new Map(
    options.handlers.filter((h) => h.job.queue === name).map((h) => [h.job.name, h]),
  );
  const worker = backend.openWorker(
    name,
    async (job: Job) => {
      const handler = byName.get(job.name);
      if (!handler) throw new UnrecoverableError(`No handler for job ${job.name}`);
      await handler.run(job.data);
    },
    options.concurrency[name],
  );
  worker.on("failed", (job, error) => options.onError(job?.name ?? name, error));
  worker.on("error", (error) => options.onError(name, error));
  return worker;
}

/** One BullMQ worker per queue. `close` waits for running jobs, at most `graceMs`. */
export function startWorkers(backend: QueueBackend, options: WorkerOptions) {
  const names: QueueName[] = ["inbox", "send", "batch"];
  const workers = names.map((name) => startQueue(backend, name, options));
  return {
    close: async (graceMs: number) => {
      const closed = Promise.all(workers.map((worker) => worker.close()));
      const late = new Promise<void>((done) => setTimeout(done, graceMs).unref());
      await Promise.race([closed, late]);
    },
  };
}
