import {
  type Offer,
  type ProductFacts,
  productsAround,
  productsOf,
  relatedProducts,
} from "#app/modules/catalog/index.ts";
import { type PreparedPictures, preparePictures } from "#app/modules/media/index.ts";
import type { RecentSales } from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { RankQuery } from "#app/ports/recommender.ts";
import type { RankedProduct } from "#app/shared/ranked-product.ts";
import type { BoughtLine, CandidateFacts, Choice } from "../choice/choice.types.ts";
import { chooseProducts, productsToAsk } from "../choice/choose-products.rules.ts";
import { basketOf, type CaseRound, type LoadedCase } from "./load-cases.ts";
import { marketOf, offersByMarket } from "./offers-by-market.ts";
import { MOST_CARDS } from "./message-form.rules.ts";
import { nextReplenishment } from "./next-replenishment.rules.ts";
import { salesLately } from "./sales-lately.ts";

/** What model and Shopify say of one case. */
export interface Gathered {
  choice: Choice;
  offers: ReadonlyMap<string, Offer>;
  /** what products cost in the shop's own currency */
  catalogue: ReadonlyMap<string, ProductFacts>;
  pictures: PreparedPictures;
  /** share of orders that are followed by another; null: nobody knows */
  orderChance: number | null;
  /** when the person's own things are due again; null: nothing is, or not after this one */
  replenishAt: Date | null;
}

/** A model proposes so many; most fall to what the person has or what is out of stock. */
const RANKED = 60;
const ASKED = 40;
/** So much of the catalogue itself is looked through, too: what is new, or what a young model does not know. */
const LOOKED_THROUGH = 3_000;

interface Ranking {
  products: ReadonlyMap<string, readonly RankedProduct[]>;
  orderChance: number | null;
}

function questionOf(one: LoadedCase, now: Date): RankQuery {
  const bought = one.bought
    .filter(({ quantity }) => quantity > 0)
    .map(({ productId, orderedAt: at, quantity }) => ({ productId, at, quantity }));
  const basket = basketOf(one);
  return { key: one.row.id, mode: "any", basket, bought, limit: RANKED, now };
}

/** What the model proposes, by case: new things, and the person's own. */
async function rank(deps: Deps, round: CaseRound, now: Date): Promise<Ranking> {
  const queries = round.cases.map((one) => questionOf(one, now));
  const answers = await deps.recommender.rank(round.shop.id, queries);
  return {
    products: new Map(answers.map(({ key, products }) => [key, products])),
    orderChance: answers[0]?.model?.orderChance ?? null,
  };
}

interface Shelf {
  ranking: Ranking;
  related: ReadonlyMap<string, readonly string[]>;
  products: ReadonlyMap<string, ProductFacts>;
  /** the same, as one list: what resembles what is worked out once per list */
  catalogue: readonly ProductFacts[];
  recent: RecentSales;
}

/** What the catalogue knows of all that is spoken of, and of what is most alike: of a small shop, everything. */
async function shelfOf(deps: Deps, round: CaseRound, now: Date): Promise<Shelf> {
  const { id: shopId, domain } = round.shop;
  const ranking = await rank(deps, round, now);
  const ranked = [...ranking.products.values()];
  const baskets = [...new Set(round.cases.flatMap(basketOf))];
  const related = await relatedProducts(deps, domain, baskets);
  return deps.db.inShop(shopId, async (tx) => {
    const recent = await salesLately(tx, shopId, now);
    const named = [
      ...ranked.flat().map(({ productId }) => productId),
      ...round.cases.flatMap(({ bought }) => bought.map(({ productId }) => productId)),
      ...[...related.values()].flat(),
      ...recent.ordersWith.keys(),
    ];
    const alike = { productIds: baskets, most: LOOKED_THROUGH };
    const found = [
      ...(await productsAround(tx, shopId, alike)),
      ...(await productsOf(tx, shopId, [...new Set(named)])),
    ];
    const products = new Map(found.map((product) => [product.productId, product]));
    return { ranking, related, products, catalogue: [...products.values()], recent };
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
    ranked: shelf.ranking.products.get(one.row.id) ?? [],
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

/** Products so unlikely that nobody asked about them are not gone. */
function withoutUnasked({ chosen, dropped }: Choice, asked: ReadonlySet<string>): Choice {
  return {
    chosen,
    dropped: dropped.filter(({ why, productId }) => why !== "gone" || asked.has(productId)),
  };
}

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
  const chosen = [...asked].map(([one, { facts, ids }]) => {
    const own = offers.get(one.row.id) ?? new Map<string, Offer>();
    const wish = one.row.kind;
    const choice = withoutUnasked(
      chooseProducts({ ...facts, offers: own, wish, maxShown }, now),
      new Set(ids),
    );
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
      {
        ...rest,
        catalogue: shelf.products,
        orderChance: shelf.ranking.orderChance,
        pictures,
      },
    ]),
  );
}
