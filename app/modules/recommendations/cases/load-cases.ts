import { type NumberRow, numberForShop } from "#app/modules/channel/index.ts";
import { finallySuppressed, consentStates, type Standing } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { type ContactCard, readContacts } from "#app/modules/contacts/index.ts";
import {
  findPurchases,
  ordersByIds,
  type OrderRow,
  type Purchase,
  purchasesOf,
} from "#app/modules/orders/index.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import type { Arm } from "#app/shared/holdout.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import {
  type RecommendationSettings,
  recommendationSettingsOf,
} from "../recommendation-settings.types.ts";
import { orderedAt } from "./case-time.rules.ts";
import { type CaseRow, drawnArms, type DueCase, dueCases } from "./cases.store.server.ts";
import type { CaseFacts, CaseMatch, CasePerson } from "./decide-case.rules.ts";

/** A due case with everything about its person that a decision needs, bar what fits. */
export interface LoadedCase {
  row: CaseRow;
  order: OrderRow;
  contact: ContactCard | null;
  standings: ReadonlyMap<ConsentTopic, Standing>;
  isSuppressed: boolean;
  newerPurchase: boolean;
  drawnArm: Arm | null;
  /** every hash that names the person, with those that the order names */
  hashes: string[];
  /** all that the person bought, the earliest first */
  bought: Purchase[];
}

export interface CaseRound {
  shop: ShopRow;
  settings: RecommendationSettings;
  number: NumberRow | null;
  cases: LoadedCase[];
}

/** A purchase from this moment on is a newer one; Shopify cuts times to whole seconds. */
export function boughtSince(order: OrderRow): Date {
  return addMs(order.createdAt, SECOND_MS);
}

/** Of two purchases in one second, which no time tells apart, one counts as the newer. */
function hasTwin(order: OrderRow, bought: Purchase[]): boolean {
  const at = orderedAt(order).getTime();
  return bought.some(
    (one) => one.orderId > order.id && Math.abs(one.orderedAt.getTime() - at) < SECOND_MS,
  );
}

interface Found {
  rows: CaseRow[];
  orders: Map<string, OrderRow>;
  cards: Map<string, ContactCard>;
}

async function loadEach(tx: Tx, shopId: string, found: Found): Promise<LoadedCase[]> {
  const { rows, orders, cards } = found;
  const named = rows.flatMap((row) => {
    const order = orders.get(row.orderId);
    if (!order) return [];
    const contact = cards.get(row.contactId) ?? null;
    const hashes = [...new Set([...(contact?.hashes ?? []), ...order.personHashes])];
    return [{ row, order, contact, hashes }];
  });
  const newer = await findPurchases(
    tx,
    shopId,
    named.map(({ row, order, hashes }) => {
      const asked = { checkoutToken: null, cartToken: null, personHashes: hashes };
      return { key: row.id, ...asked, since: boughtSince(order) };
    }),
  );
  const own = [...cards.values()].flatMap((card) => card.hashes);
  const suppressed = await finallySuppressed(tx, shopId, own);
  // A contact that was joined to another since is that person, and its consent theirs.
  const persons = [...cards.values()].map(({ id }) => id);
  const standings = await consentStates(tx, shopId, persons);
  const arms = await drawnArms(tx, shopId, [...orders.keys()]);
  const cases: LoadedCase[] = [];
  for (const one of named) {
    const bought = await purchasesOf(tx, shopId, one.hashes);
    cases.push({
      ...one,
      standings: standings.get(one.contact?.id ?? "") ?? new Map<ConsentTopic, Standing>(),
      isSuppressed: one.contact?.hashes.some((hash) => suppressed.has(hash)) ?? false,
      newerPurchase: newer.has(one.row.id) || hasTwin(one.order, bought),
      drawnArm: arms.get(one.order.id) ?? null,
      bought,
    });
  }
  return cases;
}

/** Reads everything for due cases of one shop. Those that somebody else took are left out. */
export async function loadCases(
  deps: Deps,
  tx: Tx,
  batch: { shopId: string; due: DueCase[] },
): Promise<CaseRound> {
  const { shopId, due } = batch;
  const shop = await readShop(tx, shopId);
  const rows = await dueCases(tx, shopId, due);
  const orders = await ordersByIds(
    tx,
    shopId,
    rows.map((row) => row.orderId),
  );
  const ids = rows.map((row) => row.contactId);
  const cards = await readContacts(deps, tx, { shopId, ids });
  return {
    shop,
    settings: recommendationSettingsOf(shop.recommendationSettings),
    number: await numberForShop(tx, shopId),
    cases: await loadEach(tx, shopId, { rows, orders, cards }),
  };
}

/** What of the case's own order the person kept. */
export function basketOf({ bought, order }: LoadedCase): string[] {
  const kept = bought.filter(({ orderId, quantity }) => orderId === order.id && quantity > 0);
  return [...new Set(kept.map(({ productId }) => productId))];
}

function personOf({ contact, standings, isSuppressed }: LoadedCase): CasePerson | null {
  if (!contact) return null;
  const standing = standings.get("recommendations");
  const toHash = standing?.identifierHash ?? null;
  const phone = toHash === null ? undefined : contact.phones.get(toHash);
  return {
    consent: standing?.state ?? "none",
    toHash,
    isSuppressed,
    phoneCountry: phone ? phoneCountry(phone) : null,
  };
}

/** The facts of one case for `decideCase`. */
export function caseFacts(
  one: LoadedCase,
  round: CaseRound,
  match: CaseMatch | null = null,
): CaseFacts {
  const { row, order } = one;
  return {
    caseId: row.id,
    kind: row.kind,
    state: row.state,
    meantFor: row.meantFor,
    rounds: row.rounds,
    order: {
      orderedAt: orderedAt(order),
      deliveredAt: order.deliveredAt,
      isTest: order.test,
      isCancelled: order.cancelledAt !== null,
      hasProducts: basketOf(one).length > 0,
    },
    newerPurchase: one.newerPurchase,
    drawnArm: one.drawnArm,
    shopInstalled: round.shop.status === "installed",
    settings: round.settings,
    person: personOf(one),
    numberConnected: round.number !== null,
    match,
  };
}
