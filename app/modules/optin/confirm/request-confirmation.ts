import { randomUUID } from "node:crypto";
import { activeSuppressions } from "#app/modules/consent/index.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import { messageFates } from "#app/modules/messaging/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addHours } from "#app/shared/duration.ts";
import { askToConfirm } from "./ask-to-confirm.ts";
import { type AskingFacts, decideAsking } from "./asking.rules.ts";
import {
  confirmationsOf,
  insertConfirmation,
  type NewConfirmation,
} from "./confirmation.store.server.ts";
import type { ConfirmationOf, ConfirmationRow } from "./confirmation.types.ts";

const NEVER_LEFT: readonly string[] = ["skipped", "failed"];

interface Before {
  rows: ConfirmationRow[];
  /** ids of messages that will never be read */
  lost: Set<string>;
}

async function before(tx: Tx, shopId: string, of: ConfirmationOf): Promise<Before> {
  const rows = await confirmationsOf(tx, shopId, of);
  const ids = rows.flatMap((row) => row.messageId ?? []);
  const fates = await messageFates(tx, shopId, ids);
  const lost = ids.filter((id) => NEVER_LEFT.includes(fates.get(id)?.state ?? ""));
  return { rows, lost: new Set(lost) };
}

/** The one question to this number that is still to be put, or may still be answered. */
function openOf({ rows, lost }: Before, of: ConfirmationOf): ConfirmationRow | null {
  const open = rows.find(
    (row) =>
      row.leaderId === null &&
      row.identifierHash === of.identifierHash &&
      (row.state === "waiting" || row.state === "asked") &&
      !lost.has(row.messageId ?? ""),
  );
  return open ?? null;
}

async function factsOf(
  deps: Deps,
  tx: Tx,
  shopId: string,
  now: { of: ConfirmationOf; before: Before; open: ConfirmationRow | null },
): Promise<AskingFacts> {
  const { of, open } = now;
  const cards = await readContacts(deps, tx, { shopId, ids: [of.contactId] });
  const card = cards.get(of.contactId);
  const hashes = [of.identifierHash, ...(card?.hashes ?? [])];
  const suppressions = [...(await activeSuppressions(tx, shopId, hashes)).values()];
  const worst = suppressions.find(({ scope }) => scope === "all") ?? suppressions[0];
  const { rows, lost } = now.before;
  const asked = rows.filter((row) => row.messageId !== null && !lost.has(row.messageId));
  const byMessage = new Map(asked.map((row) => [row.messageId, row.askedAt ?? row.requestedAt]));
  return {
    suppressed: worst?.reason ?? null,
    open: open && { requestId: open.id, expiresAt: open.expiresAt },
    askedAt: [...byMessage.values()],
    lastInboundAt: card?.lastInboundAt ?? null,
  };
}

function rowFor(
  of: ConfirmationOf,
  decided: { facts: AskingFacts; open: ConfirmationRow | null; expiresAt: Date; now: Date },
): NewConfirmation {
  const { facts, open, expiresAt, now } = decided;
  const row = { ...of, id: randomUUID(), leaderId: null, messageId: null, askedAt: null };
  const decision = decideAsking(facts, now);
  switch (decision.do) {
    case "ask":
      return { ...row, state: "waiting", reason: null, expiresAt, lookAt: now };
    case "leave":
      return { ...row, state: "not_asked", reason: decision.reason, expiresAt, lookAt: null };
    case "join":
      return {
        ...row,
        leaderId: decision.requestId,
        messageId: open?.messageId ?? null,
        askedAt: open?.askedAt ?? null,
        state: open?.state ?? "waiting",
        reason: null,
        expiresAt: decision.expiresAt,
        lookAt: decision.expiresAt,
      };
  }
}

/**
 * Has the person behind a number asked on WhatsApp itself whether they agree, where the rules allow it
 * (`decideAsking`); otherwise the request stays as it is and nothing is ever sent on it. The caller
 * holds the contact (it has just recorded the `requested` events), so two requests at once are decided
 * one after the other.
 */
export async function requestConfirmation(
  deps: Deps,
  tx: Tx,
  shop: ShopRow,
  of: ConfirmationOf,
): Promise<void> {
  const now = deps.clock.now();
  const earlier = await before(tx, shop.id, of);
  const open = openOf(earlier, of);
  const facts = await factsOf(deps, tx, shop.id, { of, before: earlier, open });
  const { expiresAfterHours } = shop.consentSettings.confirmation;
  const expiresAt = addHours(of.requestedAt, expiresAfterHours);
  const row = rowFor(of, { facts, open, expiresAt, now });
  if (!(await insertConfirmation(tx, shop.id, row))) return;
  const { state, reason, leaderId } = row;
  deps.log.info("confirmation.requested", { shopId: shop.id, requestId: row.id, state, reason });
  if (state === "waiting" && leaderId === null) {
    await askToConfirm(deps, tx, shop, { ...row, endedAt: null });
  }
}
