import type { JobDefinition } from "#app/ports/jobs.ts";
import type { Producer } from "./jobs.server.ts";

export interface Schedule {
  job: JobDefinition;
  everyMs: number;
}

/** Registers the recurring wake-ups; registering again changes nothing. */
export async function registerSchedules(producer: Producer, schedules: Schedule[]): Promise<void> {
  for (const { job, everyMs } of schedules) {
    await producer.queue(job.queue).upsertJobScheduler(
      `every-${job.name}`,
      { every: everyMs },
      {
        name: job.name,
        data: {},
        opts: { attempts: 1, removeOnComplete: true, removeOnFail: { age: 3600, count: 50 } },
      },
    );
  }
}
