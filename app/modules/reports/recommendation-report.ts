import { productsOf } from "#app/modules/catalog/index.ts";
import { numberForShop } from "#app/modules/channel/index.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import { costAlerts, loadPrices } from "#app/modules/costs/index.ts";
import { historyImports } from "#app/modules/orders/index.ts";
import { readModelReport } from "#app/modules/recommendations/index.ts";
import { LIFT_WINDOW_DAYS } from "#app/modules/recommendations/cases/case-time.rules.ts";
import { armOf, liftOf } from "#app/modules/recommendations/lift.rules.ts";
import { recommendationSettingsOf } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import { chooseTemplate, languageOrder, templatesOfShop } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { maskPhone } from "#app/shared/phone.ts";
import { countryOfZone } from "#app/shared/time-zone.ts";
import { caseOutcome } from "./case-outcome.rules.ts";
import { sumOf } from "./credit-sums.rules.ts";
import { creditSums } from "./reports.store.server.ts";
import {
  armCounts,
  type CaseRow,
  latestCases,
  messageCounts,
  outcomeCounts,
  recommendationCosts,
  usualPrice,
  waitingCases,
} from "./recommendation-report.store.server.ts";
import type {
  LiftCounts,
  MessagePrice,
  Readiness,
  RecommendationReport,
  ShownCase,
  ShownImport,
  ShownModel,
} from "./recommendation-report.types.ts";
import {
  leftOutText,
  namedInReasons,
  shownProducts,
  storedProducts,
} from "./shown-products.rules.ts";

const PERIOD_DAYS = 30;
const LATEST = 20;
/** Fewer days would leave too few cases to compare. */
const LIFT_DAYS = 90;

const CAROUSELS = [2, 3, 4, 5];

/** What a recommendation needs to leave, as it stands now. */
async function readiness(deps: Deps, tx: Tx, shop: ShopRow): Promise<Readiness> {
  const number = await numberForShop(tx, shop.id);
  const templates = await templatesOfShop(tx, shop.id);
  const languages = languageOrder([shop.locale]);
  const stateOf = (purpose: string) =>
    chooseTemplate(templates, { purpose, hasPicture: true, languages }).state;
  return {
    isOn: recommendationSettingsOf(shop.recommendationSettings).isOn,
    numberConnected: number?.status === "connected",
    template: stateOf("recommendation"),
    carousels: CAROUSELS.filter(
      (cards) => stateOf(`recommendation_carousel_${cards}`) === "approved",
    ),
    alerts: await costAlerts(deps, tx, shop),
  };
}

/** Of an advertising message in the market where the shop is. */
async function messagePrice(tx: Tx, shop: ShopRow, now: Date): Promise<MessagePrice | null> {
  const book = await loadPrices(tx, shop.id, shop);
  const country = countryOfZone(shop.timeZone);
  const price = book.price({ category: "marketing", country, at: now });
  if (!price) return null;
  const { micros, currency, estimate } = price;
  return { micros, currency, estimate };
}

async function lift(tx: Tx, shopId: string, now: Date): Promise<LiftCounts> {
  const span = { now, days: LIFT_DAYS, windowDays: LIFT_WINDOW_DAYS };
  const rows = await armCounts(tx, shopId, span);
  const over = (arm: string) => rows.filter((one) => one.over && one.arm === arm);
  const arms = { treated: over("treated"), holdout: over("holdout") };
  const running = armOf(rows.filter((one) => !one.over)).cases;
  const counts = { treated: armOf(arms.treated), holdout: armOf(arms.holdout) };
  return { days: LIFT_DAYS, windowDays: LIFT_WINDOW_DAYS, ...counts, lift: liftOf(arms), running };
}

async function titlesOf(tx: Tx, shopId: string, ids: string[]): Promise<Map<string, string>> {
  const products = await productsOf(tx, shopId, [...new Set(ids)]);
  return new Map(products.map(({ productId, title }) => [productId, title]));
}

interface Named {
  people: Awaited<ReturnType<typeof readContacts>>;
  titles: ReadonlyMap<string, string>;
}

function shownCase(row: CaseRow, { people, titles }: Named): ShownCase {
  const person = people.get(row.contactId);
  const phones = person?.phones ?? new Map<string, string>();
  const phone = row.toHash === null ? [...phones.values()][0] : phones.get(row.toHash);
  const { id, decidedAt, kind, orderName, marginMinor: minor, currency } = row;
  return {
    id,
    decidedAt: decidedAt.toISOString(),
    kind,
    ...caseOutcome(row),
    orderName: orderName ?? "",
    personId: person?.id ?? null,
    firstName: person?.firstName ?? null,
    phone: phone ? maskPhone(phone) : null,
    products: shownProducts(storedProducts(row.products), titles),
    leftOut: leftOutText(row.leftOut),
    expectedMargin: minor === null || currency === null ? null : { minor, currency },
  };
}

async function latest(deps: Deps, tx: Tx, shopId: string): Promise<ShownCase[]> {
  const rows = await latestCases(tx, shopId, LATEST);
  const ids = rows.map((row) => row.contactId);
  const people = await readContacts(deps, tx, { shopId, ids });
  const named = rows.flatMap((row) => namedInReasons(storedProducts(row.products)));
  const titles = await titlesOf(tx, shopId, named);
  return rows.map((row) => shownCase(row, { people, titles }));
}

async function history(tx: Tx, shopId: string): Promise<ShownImport[]> {
  const imports = await historyImports(tx, shopId);
  return imports.map((one) => ({
    kind: one.kind,
    state: one.state,
    problem: one.problem,
    objects: one.objects,
    read: one.read,
    refused: one.refused,
    days: one.days,
    startedAt: one.startedAt.toISOString(),
    endedAt: one.endedAt?.toISOString() ?? null,
  }));
}

async function model(tx: Tx, shopId: string): Promise<ShownModel | null> {
  const stored = await readModelReport(tx, shopId);
  if (!stored) return null;
  const { fittedAt, problem, report } = stored;
  if (!report) return { fittedAt: fittedAt?.toISOString() ?? null, problem, report: null };
  const { orders, persons, products, source, curve, hitRate, orderChance, heldOut } = report;
  const heldOutPersons = heldOut?.persons ?? 0;
  const shown = { orders, persons, products, source, curve, hitRate, orderChance, heldOutPersons };
  return { fittedAt: fittedAt?.toISOString() ?? null, problem, report: shown };
}

async function reportOf(deps: Deps, tx: Tx, shop: ShopRow): Promise<RecommendationReport> {
  const { id: shopId, currency, timeZone } = shop;
  const now = deps.clock.now();
  const since = addDays(now, -PERIOD_DAYS);
  const settings = recommendationSettingsOf(shop.recommendationSettings);
  const titles = await titlesOf(tx, shopId, settings.excludedProductIds);
  const credits = await creditSums(tx, shopId, { since, recommendations: true });
  const waiting = await waitingCases(tx, shopId);
  return {
    currency,
    timeZone,
    periodDays: PERIOD_DAYS,
    settings,
    excluded: settings.excludedProductIds.map((productId) => ({
      productId,
      title: titles.get(productId) ?? productId,
    })),
    readiness: await readiness(deps, tx, shop),
    messagePrice: await messagePrice(tx, shop, now),
    usualPrice: await usualPrice(tx, shopId, currency),
    history: await history(tx, shopId),
    model: await model(tx, shopId),
    waiting: { ...waiting, nextAt: waiting.nextAt?.toISOString() ?? null },
    outcomes: await outcomeCounts(tx, shopId, since),
    messages: await messageCounts(tx, shopId, since),
    recommended: sumOf(credits, "recommended"),
    assisted: sumOf(credits, "assisted"),
    costs: await recommendationCosts(tx, shopId, since),
    lift: await lift(tx, shopId, now),
    latest: await latest(deps, tx, shopId),
  };
}

/** Everything the merchant's page about recommendations shows. */
export async function recommendationReport(
  deps: Deps,
  shopId: string,
): Promise<RecommendationReport> {
  return deps.db.inShop(shopId, async (tx) => reportOf(deps, tx, await readShop(tx, shopId)));
}
