import { finallySuppressed, consentStates, type Standing } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { type ContactCard, readContacts } from "#app/modules/contacts/index.ts";
import { findPurchases, type PurchaseMatch } from "#app/modules/orders/index.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addHours } from "#app/shared/duration.ts";
import {
  type CheckoutRow,
  checkoutsByIds,
  type DueStep,
  openCheckoutsOf,
} from "./checkouts.store.server.ts";
import { chooseCheckout } from "./reminder.rules.ts";
import type { ReminderSettings } from "./reminder.types.ts";
import { settingsOf } from "./schedule-reminder.ts";
import { type SeriesRow, seriesOfCheckouts } from "./series.store.server.ts";

/** A due checkout with everything about its person that a decision needs, bar the items. */
export interface ReminderCase {
  checkout: CheckoutRow;
  /** the due look that was found; what claims the step */
  lookAt: Date;
  series: SeriesRow | null;
  contact: ContactCard | null;
  standings: Map<ConsentTopic, Standing>;
  suppressed: boolean;
  bought: PurchaseMatch | null;
  /** another checkout of the same person is the one to remind of */
  superseded: boolean;
}

export interface ReminderRound {
  shop: ShopRow;
  settings: ReminderSettings;
  cases: ReminderCase[];
}

/** The checkouts whose look is still due at just that time, with it. */
export async function dueCheckouts(
  tx: Tx,
  shopId: string,
  due: DueStep[],
): Promise<Map<CheckoutRow, Date>> {
  const rows = await checkoutsByIds(
    tx,
    shopId,
    due.map((one) => one.checkoutId),
  );
  const found = new Map<CheckoutRow, Date>();
  for (const { checkoutId, dueAt } of due) {
    const row = rows.get(checkoutId);
    if (row?.nextReminderAt?.getTime() === dueAt.getTime()) found.set(row, dueAt);
  }
  return found;
}

async function purchasesOf(tx: Tx, shopId: string, checkouts: CheckoutRow[], cards: Cards) {
  const questions = checkouts.map((one) => ({
    key: one.id,
    checkoutToken: one.token,
    cartToken: one.cartToken,
    personHashes: [...one.personHashes, ...(cards.get(one.contactId ?? "")?.hashes ?? [])],
    since: one.createdAt,
  }));
  return findPurchases(tx, shopId, questions);
}

type Cards = Map<string, ContactCard>;

/** Per person the token of the checkout that is reminded of: a running series keeps its checkout. */
async function chosenTokens(
  tx: Tx,
  round: { shopId: string; contactIds: string[]; activeSince: Date },
): Promise<Map<string, string>> {
  const { shopId, contactIds, activeSince } = round;
  const open = await openCheckoutsOf(tx, shopId, contactIds, activeSince);
  const series = await seriesOfCheckouts(
    tx,
    shopId,
    open.map((one) => one.id),
  );
  const chosen = new Map<string, string>();
  for (const [contactId, candidates] of Map.groupBy(open, (one) => one.contactId ?? "")) {
    const running = candidates.find((one) => series.get(one.id)?.closedAt === null);
    const fresh = candidates.filter((one) => !series.has(one.id));
    const from = (running ? [running] : fresh).map((one) => ({
      token: one.token,
      lastActivityAt: one.lastActivityAt,
      valueMinor: Number(one.totalMinor),
    }));
    if (from.length > 0) chosen.set(contactId, chooseCheckout(from));
  }
  return chosen;
}

/** Reads everything for one batch of one shop, set by set. Steps that somebody else took are left out. */
export async function loadReminderCases(
  deps: Deps,
  tx: Tx,
  batch: { shopId: string; due: DueStep[] },
): Promise<ReminderRound> {
  const { shopId } = batch;
  const shop = await readShop(tx, shopId);
  const settings = settingsOf(shop.reminderSettings);
  const found = await dueCheckouts(tx, shopId, batch.due);
  const checkouts = [...found.keys()];
  const contactIds = checkouts.flatMap((one) => one.contactId ?? []);
  const cards = await readContacts(deps, tx, { shopId, ids: contactIds });
  const series = await seriesOfCheckouts(
    tx,
    shopId,
    checkouts.map((one) => one.id),
  );
  const standings = await consentStates(tx, shopId, contactIds);
  const own = [...cards.values()].flatMap((card) => card.hashes);
  const suppressed = await finallySuppressed(tx, shopId, own);
  const bought = await purchasesOf(tx, shopId, checkouts, cards);
  const activeSince = addHours(deps.clock.now(), -settings.maxCartAgeHours);
  const chosen = await chosenTokens(tx, { shopId, contactIds, activeSince });
  const cases = [...found].map(([checkout, lookAt]): ReminderCase => {
    const contact = cards.get(checkout.contactId ?? "") ?? null;
    const token = chosen.get(checkout.contactId ?? "");
    return {
      checkout,
      lookAt,
      series: series.get(checkout.id) ?? null,
      contact,
      standings: standings.get(checkout.contactId ?? "") ?? new Map<ConsentTopic, Standing>(),
      suppressed: contact?.hashes.some((hash) => suppressed.has(hash)) ?? false,
      bought: bought.get(checkout.id) ?? null,
      superseded: token !== undefined && token !== checkout.token,
    };
  });
  return { shop, settings, cases };
}
