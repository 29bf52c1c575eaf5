import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const integration = resolve(import.meta.dirname, "../integration");
const QUEUE_HOME = "support/queue-home.ts";

/**
 * The integration tests that run a queue, which only `queue-home.ts` starts: the others call use-cases themselves and
 * are the same on every backend.
 * @throws when a kit starts one: then it is not seen here which tests do
 */
export function filesOnQueue(): string[] {
  const names = readdirSync(integration, { recursive: true, encoding: "utf8" });
  const onQueue = names.filter(
    (name) =>
      name.endsWith(".ts") && readFileSync(join(integration, name), "utf8").includes(QUEUE_HOME),
  );
  const kit = onQueue.find((name) => !name.endsWith(".test.ts"));
  if (kit !== undefined) throw new Error(`${kit} starts a queue; let its tests do that themselves`);
  if (onQueue.length === 0) throw new Error("No integration test runs a queue any more");
  return onQueue.map((name) => join("test/integration", name));
}
