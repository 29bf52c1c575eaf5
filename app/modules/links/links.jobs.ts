import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds shops whose own domain is to be checked. */
export const sweepProxiesJob = defineJob({
  name: "links.sweep_proxies",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Checks one shop's own domain. */
export const checkProxyJob = defineJob({
  name: "links.check_proxy",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1) }),
  attempts: 1, // the sweep finds it again
  backoffMs: 1000,
});
