import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import type { EventRow } from "./intake.store.server.ts";
import type { IntakeEvent } from "./intake.types.ts";

/** The body is not what the topic promises: trying again cannot help. */
class UnreadableBody extends Error {}

const MAX_ERROR_CHARS = 300;

export function isPermanent(error: unknown): boolean {
  return error instanceof UnreadableBody || error instanceof z.ZodError;
}

/** What may be kept of an error: messages of parsers and databases can quote personal data. */
export function describeFailure(error: unknown, subscriber: string): string {
  if (error instanceof z.ZodError) {
    const paths = error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`);
    return `${subscriber}: body does not fit (${paths.join("; ")})`.slice(0, MAX_ERROR_CHARS);
  }
  if (error instanceof UnreadableBody) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  return `${subscriber}: ${name}${code}`.slice(0, MAX_ERROR_CHARS);
}

/** PostgreSQL keeps no zero byte in a text: one in a product's title must not park the cart. */
const withoutZeroBytes = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("\0", "") : value;

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text, text.includes("\\u0000") ? withoutZeroBytes : undefined);
  } catch (cause) {
    throw new UnreadableBody("the body is not JSON", { cause });
  }
}

/** @throws when the body is gone, sealed under a lost key, or no JSON */
export function openEvent(deps: Pick<Deps, "vault">, shopId: string, row: EventRow): IntakeEvent {
  if (!row.body) throw new UnreadableBody("the body is gone");
  const text = deps.vault.open(row.body, `${shopId}:intake_event`);
  return {
    shopId,
    eventId: row.id,
    source: row.source,
    topic: row.topic,
    triggeredAt: row.triggeredAt,
    receivedAt: row.receivedAt,
    body: parseBody(text),
  };
}
