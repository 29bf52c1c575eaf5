import type { z } from "zod";

/** Queues by urgency, not by job. */
export type QueueName = "inbox" | "send" | "batch";

export interface JobDefinition<S extends z.ZodType = z.ZodType> {
  name: string;
  queue: QueueName;
  schema: S;
  attempts: number;
  /** first pause in ms, doubled each time */
  backoffMs: number;
}

/** Says what a job is, once; producer and worker both use it, and both check the payload against it. */
export function defineJob<S extends z.ZodType>(definition: JobDefinition<S>): JobDefinition<S> {
  return definition;
}

export interface EnqueueOptions {
  /** Same id while waiting or running: added once. May not contain ":". */
  jobId?: string;
  delayMs?: number;
}

/** The queue only delivers: rows are the truth, and a sweep finds again what a lost queue forgot. */
export interface Jobs {
  enqueue<S extends z.ZodType>(
    job: JobDefinition<S>,
    payload: z.input<S>,
    options?: EnqueueOptions,
  ): Promise<void>;
}
