import { createHash, randomUUID } from "node:crypto";
import type { Vault } from "#app/ports/vault.ts";

const TOPICS = ["reminders", "recommendations", "offers", "tap_tracking"] as const;
const SHOWN =
  "Ja, Leinenwerk darf mir auf WhatsApp Erinnerungen an meinen Warenkorb, Empfehlungen und Angebote schicken und " +
  "auswerten, worauf ich tippe. Abmelden jederzeit mit STOP.";
const HOUR_MS = 3600_000;
const BEGAN = Date.parse("2026-01-05T09:00:00.000Z");

/** Every row as the columns of its table want it. */
export interface Row {
  [column: string]: string | Buffer | null;
}

export interface Portion {
  contacts: Row[];
  identifiers: Row[];
  events: Row[];
  states: Row[];
}

interface Somebody {
  shopId: string;
  contactId: string;
  hash: string;
  /** when this person ticked first */
  at: number;
  evidence(of: Record<string, unknown>): Buffer;
}

function event(who: Somebody, change: { kind: string; topic: string | null; at: number }): Row {
  const { shopId, contactId, hash, evidence } = who;
  const at = new Date(change.at).toISOString();
  const isNo = change.kind === "withdrawn";
  return {
    id: randomUUID(),
    shop_id: shopId,
    contact_id: contactId,
    topic: change.topic,
    kind: change.kind,
    source: isNo ? "whatsapp_message" : "checkout",
    identifier_hash: hash,
    at,
    recorded_at: at,
    wording_version: isNo ? null : "checkout-2026-11-22",
    wording_hash: isNo ? null : createHash("sha256").update(SHOWN).digest("base64url"),
    locale: isNo ? null : "de",
    place: isNo ? null : "checkout",
    checkout_token: isNo ? null : randomUUID(),
    request_key: randomUUID(),
    evidence: evidence(
      isNo
        ? { wamid: "wamid.HBgN", text: "Stop" }
        : { shownText: SHOWN, ip: "203.0.113.7", userAgent: "Mozilla/5.0", extensionVersion: "1" },
    ),
  };
}

function stateOf(of: Row, state: "granted" | "withdrawn", topic: string): Row {
  const { shop_id = null, contact_id = null, identifier_hash = null, at = null, id = null } = of;
  return { shop_id, contact_id, topic, state, identifier_hash, since: at, event_id: id };
}

/** Ticks once for everything, and again `ticks` times; some then write STOP. */
function history(who: Somebody, of: { ticks: number; stops: boolean }) {
  const ticks = Array.from({ length: of.ticks }, (_, n) =>
    TOPICS.map((topic) => event(who, { kind: "granted", topic, at: who.at + n * HOUR_MS })),
  );
  if (!of.stops) {
    // A tick that renews leaves the first one's date.
    const states = (ticks[0] ?? []).map((own) => stateOf(own, "granted", String(own["topic"])));
    return { events: ticks.flat(), states };
  }
  const at = who.at + of.ticks * HOUR_MS;
  const no = event(who, { kind: "withdrawn", topic: null, at });
  const states = TOPICS.map((topic) => stateOf(no, "withdrawn", topic));
  return { events: [...ticks.flat(), no], states };
}

/** A tick, and for every other person a STOP a while later. */
const PER_TWO = 9;
/** One in so many buys every week. */
const REGULAR = 5_000;
const REGULAR_TICKS = 50;

/** About how many people so many events need. */
export function crowdSize(events: number): number {
  return Math.ceil(events / (PER_TWO / 2 + (REGULAR_TICKS * TOPICS.length) / REGULAR));
}

/** Some of the people, with what the ledger and the table of states say of them, as rows. */
export function portionOf(
  vault: Vault,
  shopId: string,
  { from, count }: { from: number; count: number },
): Portion {
  const portion: Portion = { contacts: [], identifiers: [], events: [], states: [] };
  for (let number = from; number < from + count; number += 1) {
    const contactId = randomUUID();
    const phone = `+4915${String(number).padStart(9, "0")}`;
    const dataKey = vault.newDataKey(contactId);
    const seal = (text: string) => Buffer.from(vault.sealFor(dataKey, contactId, text));
    const hash = vault.hash(shopId, "phone", phone);
    const at = BEGAN + number * 1000;
    const since = new Date(at).toISOString();
    const who = { shopId, contactId, hash, at, evidence: (of: object) => seal(JSON.stringify(of)) };
    const ticks = number % REGULAR === 0 ? REGULAR_TICKS : 1;
    const { events, states } = history(who, { ticks, stops: number % 2 === 1 });
    const key = Buffer.from(dataKey);
    portion.contacts.push({ id: contactId, shop_id: shopId, data_key: key, created_at: since });
    const identifier = { shop_id: shopId, contact_id: contactId, kind: "phone", hash, since };
    portion.identifiers.push({ ...identifier, sealed: seal(phone) });
    portion.events.push(...events);
    portion.states.push(...states);
  }
  return portion;
}
