import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Cases of one shop that are due, each with the exact due time that claims it. */
export const recommendJob = defineJob({
  name: "recommendations.plan",
  queue: "batch",
  schema: z.object({
    shopId: z.uuid(),
    due: z
      .array(z.object({ caseId: z.uuid(), dueAt: z.coerce.date() }))
      .min(1)
      .max(100),
  }),
  attempts: 3,
  backoffMs: 1000,
});

/** Wakes up and looks what is due: the column is the schedule, this only looks at it. */
export const sweepRecommendationsJob = defineJob({
  name: "recommendations.sweep",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
