import {
  type Offer,
  type ProductFacts,
  productsOf,
  relatedProducts,
} from "#app/modules/catalog/index.ts";
import { type PreparedPictures, preparePictures } from "#app/modules/media/index.ts";
import { recentSales, type RecentSales } from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { RankQuery } from "#app/ports/recommender.ts";
import { addDays } from "#app/shared/duration.ts";
import type { RankedProduct } from "#app/shared/ranked-product.ts";
import type { BoughtLine, CandidateFacts, Choice } from "../choice/choice.types.ts";
import { chooseProducts, productsToAsk } from "../choice/choose-products.rules.ts";
import { basketOf, type CaseRound, type LoadedCase } from "./load-cases.ts";
import { marketOf, offersByMarket } from "./offers-by-market.ts";
import { MOST_CARDS } from "./message-form.rules.ts";
import { nextReplenishment } from "./next-replenishment.rules.ts";

/** What model and Shopify say of one case. */
export interface Gathered {
  choice: Choice;
  offers: ReadonlyMap<string, Offer>;
  /** what products cost in the shop's own currency */
  catalogue: ReadonlyMap<string, ProductFacts>;
  pictures: PreparedPictures;
  /** when the person's own things are due again; null: nothing is, or not after this one */
  replenishAt: Date | null;
}

/** A model proposes so many; most fall to what the person has or what is out of stock. */
const RANKED = 40;
const ASKED = 15;
/** With fewer proposals than this the catalogue itself is looked through. */
const FEW_RANKED = 10;
const RECENT_DAYS = 60;
const RECENT_MOST = 100;

type Ranked = ReadonlyMap<string, readonly RankedProduct[]>;

function questionsOf(one: LoadedCase, now: Date): RankQuery[] {
  const bought = one.bought
    .filter(({ quantity }) => quantity > 0)
    .map(({ productId, orderedAt: at, quantity }) => ({ productId, at, quantity }));
  const asked = { basket: basketOf(one), bought, limit: RANKED, now };
  return [
    { key: `${one.row.id}:new`, mode: "new", ...asked },
    { key: `${one.row.id}:any`, mode: "any", ...asked },
  ];
}

/** What the model proposes, by case: new things, and the person's own. */
async function rank(deps: Deps, round: CaseRound, now: Date): Promise<Ranked> {
  const queries = round.cases.flatMap((one) => questionsOf(one, now));
  const answers = await deps.recommender.rank(round.shop.id, queries);
  const byKey = new Map(answers.map(({ key, products }) => [key, products]));
  return new Map(
    round.cases.map(({ row: { id } }) => {
      const fresh = byKey.get(`${id}:new`) ?? [];
      const own = (byKey.get(`${id}:any`) ?? []).filter(({ source }) => source === "own_rhythm");
      return [id, [...own, ...fresh]];
    }),
  );
}

interface Shelf {
  ranked: Ranked;
  related: ReadonlyMap<string, readonly string[]>;
  products: ReadonlyMap<string, ProductFacts>;
  /** the same, as one list: what resembles what is worked out once per list */
  catalogue: readonly ProductFacts[];
  recent: RecentSales;
}

/** What the catalogue knows of all that is spoken of; of everything where the model knows little. */
async function shelfOf(deps: Deps, round: CaseRound, now: Date): Promise<Shelf> {
  const { id: shopId, domain } = round.shop;
  const ranked = await rank(deps, round, now);
  const related = await relatedProducts(deps, domain, round.cases.flatMap(basketOf));
  const needsMore = [...ranked.values()].some((list) => list.length < FEW_RANKED);
  return deps.db.inShop(shopId, async (tx) => {
    const since = addDays(now, -RECENT_DAYS);
    const recent = await recentSales(tx, shopId, { since, most: RECENT_MOST });
    const named = [
      ...[...ranked.values()].flat().map(({ productId }) => productId),
      ...round.cases.flatMap(({ bought }) => bought.map(({ productId }) => productId)),
      ...[...related.values()].flat(),
      ...recent.ordersWith.keys(),
    ];
    const ids = needsMore ? undefined : [...new Set(named)];
    const found = await productsOf(tx, shopId, ids);
    const products = new Map(found.map((product) => [product.productId, product]));
    return { ranked, related, products, catalogue: found, recent };
  });
}

function boughtLines(one: LoadedCase, currency: string): BoughtLine[] {
  return one.bought.map((line) => ({
    productId: line.productId,
    at: line.orderedAt,
    quantity: line.quantity,
    returned: line.returned,
    priceMinor: line.currency === currency ? line.priceMinor : null,
  }));
}

function candidateFacts(one: LoadedCase, round: CaseRound, shelf: Shelf): CandidateFacts {
  const { settings, shop } = round;
  return {
    ranked: shelf.ranked.get(one.row.id) ?? [],
    coldStart: {
      related: shelf.related,
      catalogue: shelf.catalogue,
      recent: shelf.recent,
    },
    basket: basketOf(one),
    bought: boughtLines(one, shop.currency),
    returned: [],
    excluded: settings.excludedProductIds,
    replenishment: settings.replenishment,
  };
}

type Asked = Map<LoadedCase, { facts: CandidateFacts; ids: string[] }>;

/**
 * Asks the model which products fit, Shopify which of them the person can have now and at what price, and
 * chooses. Runs outside of any transaction, since model, Shopify and WhatsApp (pictures) take their time.
 * @throws RecommenderError, ShopifyError when there is no answer: the cases are asked about again later
 */
export async function gatherMatches(deps: Deps, round: CaseRound): Promise<Map<string, Gathered>> {
  const now = deps.clock.now();
  const shelf = await shelfOf(deps, round, now);
  const asked: Asked = new Map(
    round.cases.map((one) => {
      const facts = candidateFacts(one, round, shelf);
      const ids = productsToAsk({ ...facts, wish: one.row.kind }, now, ASKED);
      return [one, { facts, ids }];
    }),
  );
  const questions = [...asked].map(([one, { ids }]) => ({
    key: one.row.id,
    productIds: ids,
    ...marketOf(one, round.shop),
  }));
  const offers = await offersByMarket(deps, round.shop.domain, questions);
  const maxShown = Math.min(round.settings.maxProducts, MOST_CARDS);
  const chosen = [...asked].map(([one, { facts }]) => {
    const own = offers.get(one.row.id) ?? new Map<string, Offer>();
    const wish = one.row.kind;
    const choice = chooseProducts({ ...facts, offers: own, wish, maxShown }, now);
    const next = wish === "after_purchase" && round.settings.replenishment;
    return { one, choice, offers: own, replenishAt: next ? nextReplenishment(facts, now) : null };
  });
  const urls = chosen.flatMap(({ choice, offers: own }) =>
    choice.chosen.flatMap(({ productId }) => own.get(productId)?.pictureUrl ?? []),
  );
  const pictures = await preparePictures(deps, round.shop.id, urls);
  return new Map(
    chosen.map(({ one, ...rest }) => [
      one.row.id,
      { ...rest, catalogue: shelf.products, pictures },
    ]),
  );
}
