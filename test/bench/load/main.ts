// The load generator: a process of its own, so that preparing and counting never slow a server down.
import { linkRequests } from "./link-requests.ts";
import type { FromGenerator, LoadPlan, ToGenerator } from "./load.types.ts";
import { measure } from "./measure.ts";
import type { NextRequest } from "./prepared-request.ts";
import { webhookRequests } from "./webhook-requests.ts";

let next: NextRequest = () => {
  throw new Error("There is no plan yet.");
};

function prepare(plan: LoadPlan): FromGenerator {
  if (plan.kind === "links") {
    next = linkRequests(plan.links);
    return { type: "planned", requests: plan.links.length, meanBytes: 0 };
  }
  const prepared = webhookRequests(plan);
  next = prepared.next;
  return { type: "planned", requests: plan.count, meanBytes: prepared.meanBytes };
}

async function follow(message: ToGenerator): Promise<FromGenerator> {
  if (message.type === "plan") return prepare(message.plan);
  return { type: "done", figures: await measure(message.run, next) };
}

process.on("message", (message: ToGenerator) => {
  follow(message)
    .catch((error: unknown): FromGenerator => ({ type: "failed", message: String(error) }))
    .then((reply) => process.send?.(reply))
    .catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
});
process.on("disconnect", () => process.exit(0));
