import { z } from "zod";

const text = z.string().nullable();
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.coerce.number().int();

/** The event's fields as they are hashed: everything as text, evidence as the hash of its ciphertext. */
export const linkedEventSchema = z.object({
  id: z.string(),
  contactId: z.string(),
  topic: text,
  kind: z.string(),
  source: z.string(),
  identifierHash: text,
  atMs: z.string(),
  recordedAtMs: z.string(),
  wordingVersion: text,
  wordingHash: text,
  locale: text,
  place: text,
  checkoutToken: text,
  requestKey: text,
  evidenceHash: text,
});
export type LinkedEvent = z.infer<typeof linkedEventSchema>;

/** What stands where a shop's events were removed by law. */
export const tombstoneSchema = z.object({
  removedEvents: whole,
  removedBecause: z.string(),
  removedAtMs: z.string(),
});
export type Tombstone = z.infer<typeof tombstoneSchema>;

/** Where a chain ends: worth keeping elsewhere, because nobody can forge what was printed. */
export const chainHeadSchema = z.object({ seq: whole, hash: hex });
export type ChainHead = z.infer<typeof chainHeadSchema>;

/** One link as it is stored. `eventId` without `event`: the row is gone. */
export interface ChainLink extends ChainHead {
  prevHash: string;
  eventId: string | null;
  event: LinkedEvent | null;
  tombstone: Tombstone | null;
}

/** What the chain is broken by. `place` is a number in the sequence, or an event that has none. */
export interface ChainBreak {
  problem:
    | "link_missing"
    | "event_missing"
    | "content_changed"
    | "order_changed"
    | "end_missing"
    | "event_without_link"
    | "anchor_differs";
  place: string;
}
