import { numberForShop } from "#app/modules/channel/index.ts";
import { settingsOf } from "#app/modules/checkouts/index.ts";
import { countGranted } from "#app/modules/consent/index.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import { countOpenAnswers } from "#app/modules/conversations/index.ts";
import { costAlerts, costsBetween } from "#app/modules/costs/index.ts";
import { countEvents } from "#app/modules/intake/index.ts";
import { unknownErrorsSince } from "#app/modules/messaging/index.ts";
import { linkBase } from "#app/modules/links/link-base.rules.ts";
import { readLinkBase } from "#app/modules/links/index.ts";
import { recommendationSettingsOf } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { readShop, type ShopRow, storefrontOrigin } from "#app/modules/shops/index.ts";
import { templatesOfShop } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { maskPhone } from "#app/shared/phone.ts";
import { sumOf } from "./credit-sums.rules.ts";
import type { HomeReport, LinkStanding, RecentReminder } from "./home-report.types.ts";
import { recentReminders, unremindedCarts } from "./recent.store.server.ts";
import { messageCounts } from "./recommendation-report.store.server.ts";
import { creditSums, funnelCounts } from "./reports.store.server.ts";

const PERIOD_DAYS = 30;
const RECENT = 20;
/** A code that nobody knows is shown this long after it came last. */
const ALARM_DAYS = 7;

type Templates = Awaited<ReturnType<typeof templatesOfShop>>;

async function links(
  deps: Deps,
  tx: Tx,
  of: { shop: ShopRow; templates: Templates },
): Promise<LinkStanding> {
  const { shop, templates } = of;
  const { base, reason } = linkBase(await readLinkBase(tx, shop.id), deps.clock.now());
  const approved = templates.some((one) => one.base === "proxy" && one.status === "APPROVED");
  const domain = new URL(storefrontOrigin(shop, deps.extraShopOrigins)).host;
  if (base === "proxy" && !approved) return { ownDomain: false, reason: "templates", domain };
  return { ownDomain: base === "proxy", reason, domain };
}

async function setup(
  deps: Deps,
  tx: Tx,
  of: { shop: ShopRow; optedIn: number },
): Promise<HomeReport["setup"]> {
  const { shop, optedIn } = of;
  const number = await numberForShop(tx, shop.id);
  const templates = await templatesOfShop(tx, shop.id);
  const events = await countEvents(tx, shop.id);
  return {
    whatsapp: number?.status ?? "missing",
    templatesApproved: templates.filter((one) => one.status === "APPROVED").length,
    templatesTotal: templates.length,
    remindersOn: settingsOf(shop.reminderSettings).enabled,
    optInSeen: optedIn > 0,
    webhookSeen: events.seen,
    webhooksParked: events.parked,
    links: await links(deps, tx, { shop, templates }),
  };
}

async function recent(deps: Deps, tx: Tx, shopId: string): Promise<RecentReminder[]> {
  const rows = [
    ...(await recentReminders(tx, shopId, RECENT)),
    ...(await unremindedCarts(tx, shopId, RECENT)),
  ]
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, RECENT);
  const people = await readContacts(deps, tx, { shopId, ids: rows.map((row) => row.contactId) });
  return rows.map((row) => {
    const person = people.get(row.contactId);
    const phones = person?.phones ?? new Map<string, string>();
    const phone = row.toHash === null ? [...phones.values()][0] : phones.get(row.toHash);
    const { id, step, state, reason, endReason, errorCode, totalMinor, currency } = row;
    return {
      id,
      step,
      state,
      reason,
      endReason,
      errorCode,
      at: row.at.toISOString(),
      personId: row.contactId,
      firstName: person?.firstName ?? null,
      phone: phone ? maskPhone(phone) : null,
      cart: totalMinor === null || currency === null ? null : { minor: totalMinor, currency },
    };
  });
}

/** Whether a tick counts without a confirmation for numbers of some country. */
function singleOptIn({ consentSettings: { confirmation } }: ShopRow): boolean {
  return confirmation.mode === "single" && confirmation.singleCountries.length > 0;
}

async function recommendations(tx: Tx, shop: ShopRow, since: Date) {
  const { sent } = await messageCounts(tx, shop.id, since);
  const credits = await creditSums(tx, shop.id, { since, recommendations: true });
  const { isOn } = recommendationSettingsOf(shop.recommendationSettings);
  return { isOn, sent, recommended: sumOf(credits, "recommended") };
}

/** What the merchant's first page shows: set-up, the last 30 days as a funnel, the last reminders. */
export async function homeReport(deps: Deps, shopId: string): Promise<HomeReport> {
  const since = addDays(deps.clock.now(), -PERIOD_DAYS);
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const optedIn = await countGranted(tx, shopId, since);
    const counts = await funnelCounts(tx, shopId, since);
    const credits = await creditSums(tx, shopId, { since, recommendations: false });
    const { holdout } = settingsOf(shop.reminderSettings);
    return {
      shopName: shop.name,
      timeZone: shop.timeZone,
      currency: shop.currency,
      periodDays: PERIOD_DAYS,
      singleOptIn: singleOptIn(shop),
      setup: await setup(deps, tx, { shop, optedIn }),
      funnel: { optedIn, ...counts, recovered: sumOf(credits, "recovered") },
      assisted: sumOf(credits, "assisted"),
      organic: sumOf(credits, "organic"),
      costs: await costsBetween(tx, shop, [since, deps.clock.now()]),
      costAlerts: await costAlerts(deps, tx, shop),
      unclearAnswers: await countOpenAnswers(tx, shopId),
      unknownErrors: await unknownErrorsSince(tx, shopId, addDays(deps.clock.now(), -ALARM_DAYS)),
      holdoutPercent: holdout.enabled ? holdout.percent : 0,
      recent: await recent(deps, tx, shopId),
      recommendations: await recommendations(tx, shop, since),
    };
  });
}
