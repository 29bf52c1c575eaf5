import type { ChainBreak, ChainHead, ChainLink, LinkedEvent, Tombstone } from "./chain.types.ts";

/** Gives the hash in hex of these bytes (in hex) followed by this text. */
export type HashOf = (prefixHex: string, text: string) => string;

const encoder = new TextEncoder();
const ASCII = /^[\x20-\x7e]*$/;

/** A field's length stands before it, so that two fields cannot be cut differently. */
function field(value: string | null): string {
  if (value === null) return "-;";
  const bytes = ASCII.test(value) ? value.length : encoder.encode(value).length;
  return `${bytes}:${value};`;
}

/** What is hashed of an event, as `consent_event_hash` in the migration does. */
function eventText(shopId: string, seq: number, e: LinkedEvent): string {
  const fields = [
    shopId,
    String(seq),
    e.id,
    e.contactId,
    e.topic,
    e.kind,
    e.source,
    e.identifierHash,
    e.atMs,
    e.recordedAtMs,
    e.wordingVersion,
    e.wordingHash,
    e.locale,
    e.place,
    e.checkoutToken,
    e.requestKey,
    e.evidenceHash,
  ];
  return `event 1;${fields.map(field).join("")}`;
}

function tombstoneText(shopId: string, seq: number, stone: Tombstone): string {
  const { removedEvents, removedBecause, removedAtMs } = stone;
  const fields = [shopId, String(seq), String(removedEvents), removedBecause, removedAtMs];
  return `tombstone 1;${fields.map(field).join("")}`;
}

/** What stands before a shop's first link. */
export function chainBeginning(shopId: string, hashOf: HashOf): ChainHead {
  return { seq: 0, hash: hashOf("", `beckon consent ledger 1 ${shopId}`) };
}

type Checked = { ok: ChainHead } | { broken: ChainBreak };

const broken = (problem: ChainBreak["problem"], seq: number): Checked => ({
  broken: { problem, place: `link ${seq}` },
});

/**
 * Whether a link follows the one before. A tombstone counts the events that stood between: their numbers
 * are missing by right, and the hash before it was theirs.
 */
export function checkLink(
  shopId: string,
  { before, link, hashOf }: { before: ChainHead; link: ChainLink; hashOf: HashOf },
): Checked {
  const { seq, hash, prevHash, event, tombstone } = link;
  const removed = tombstone?.removedEvents ?? 0;
  if (seq - removed !== before.seq + 1) return broken("link_missing", before.seq + 1);
  if (removed === 0 && prevHash !== before.hash) return broken("order_changed", seq);
  if (!event && !tombstone) return broken("event_missing", seq);
  const text = event ? eventText(shopId, seq, event) : "";
  const own = tombstone ? tombstoneText(shopId, seq, tombstone) : text;
  if (hashOf(prevHash, own) !== hash) return broken("content_changed", seq);
  return { ok: { seq, hash } };
}

/** Whether the chain ends where its head says; without events there is no head. */
export function checkEnd(last: ChainHead, head: ChainHead | null): ChainBreak | null {
  if (head === null) return last.seq === 0 ? null : { problem: "end_missing", place: "head" };
  if (head.seq === last.seq && head.hash === last.hash) return null;
  return { problem: "end_missing", place: `link ${Math.max(head.seq, last.seq)}` };
}
