import { standingsOf } from "#app/modules/consent/index.ts";
import {
  type ContactRow,
  ensureContact,
  findContact,
  type Identifier,
} from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { parsePhone, phoneCountry } from "#app/shared/phone.ts";
import { isEcho, judgeNative } from "./native.rules.ts";
import { nativeRow, noteHint } from "./native.store.server.ts";
import { type NativeNews, parseNativeNews } from "./native.types.ts";
import { withdrawNatively } from "./withdraw-natively.ts";

function identifiersOf(news: NativeNews): Identifier[] {
  const phone = parsePhone(news.phone);
  return [
    ...(phone ? [{ kind: "phone" as const, value: phone }] : []),
    ...(news.customerId ? [{ kind: "customer" as const, value: news.customerId }] : []),
  ];
}

/** Everybody whom the body names: number and customer may be two people here, and a "no" is for both. */
async function personsOf(
  deps: Deps,
  tx: Tx,
  shopId: string,
  news: NativeNews,
): Promise<ContactRow[]> {
  const identifiers = identifiersOf(news);
  const found: ContactRow[] = [];
  for (const identifier of identifiers) {
    const contact = await findContact(deps, tx, { shopId, identifiers: [identifier] });
    if (contact && !found.some(({ id }) => id === contact.id)) found.push(contact);
  }
  const [first] = identifiers;
  // A "no" of somebody whom we do not know yet counts for the day on which we do.
  if (found.length > 0 || !first || news.state !== "UNSUBSCRIBED") return found;
  const country = first.kind === "phone" ? phoneCountry(first.value) : null;
  return [await ensureContact(deps, tx, { shopId, identifier: first, locale: null, country })];
}

async function applyTo(
  deps: Deps,
  tx: Tx,
  contact: ContactRow,
  { news, at }: { news: NativeNews; at: Date },
): Promise<void> {
  const who = { shopId: contact.shopId, contactId: contact.id };
  const standings = await standingsOf(tx, who);
  const row = await nativeRow(tx, who);
  if (row && isEcho(news, { state: row.writtenState, at: row.writtenAt })) return;
  const verdict = judgeNative(news, at, standings);
  switch (verdict.means) {
    case "withdraw":
      return withdrawNatively(deps, tx, contact, { at: earlierOf(verdict.at, at), news });
    case "hint":
      return noteHint(tx, who, { state: news.state, from: news.collectedFrom, at });
    case "nothing":
      deps.log.debug("native_consent.ignored", { ...who, reason: verdict.reason });
  }
}

/**
 * Webhook customers_whats_app_marketing_consent/update. Idempotent, in any order, and deaf to what we
 * wrote ourselves.
 */
export async function receiveNative(deps: Deps, event: IntakeEvent): Promise<void> {
  const news = parseNativeNews(event.body);
  const told = news.at ?? event.triggeredAt ?? event.receivedAt;
  const at = earlierOf(told, event.receivedAt);
  await deps.db.inShop(event.shopId, async (tx) => {
    for (const contact of await personsOf(deps, tx, event.shopId, news)) {
      await applyTo(deps, tx, contact, { news, at });
    }
  });
}
