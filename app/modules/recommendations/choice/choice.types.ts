/** Where a product came from: the shop's model, or one of the ways that need none. */
export type ChoiceSource =
  /** bought by those who bought what this person has (model) */
  | "co_purchase"
  /** one of their own, bought again and again, and due */
  | "own_rhythm"
  /** sells well these days */
  | "popularity"
  /** resembles the last purchase: product type, collection, tags, title */
  | "similar"
  /** Shopify's own answer to the last purchase */
  | "shopify_related";

/** By what a product resembles another. */
export type Likeness = "type" | "collection" | "tags" | "title";

/** Why a product is shown; the products that a reason names are Shopify's numeric ids. */
export type ChoiceReason =
  | { kind: "bought_with"; productId: string }
  | { kind: "bought_before"; times: number; everyDays?: number | undefined }
  | { kind: "popular" }
  | { kind: "similar"; productId: string; by: Likeness }
  | { kind: "shopify_related"; productId: string };

/** A product for one person, and why. */
export interface ProposedProduct {
  readonly productId: string;
  /** that it is in the person's next order, given that there is one */
  readonly probability: number;
  readonly reason: ChoiceReason;
  readonly source: ChoiceSource;
}

/** How fast those who buy a product again come back for it, in this shop. */
export interface ShopRhythm {
  readonly days: number;
  /** who say so */
  readonly persons: number;
}

/** A product as the shop's model ranks it. */
export interface RankedFact extends ProposedProduct {
  /** of one's own products; null where too few buy it again */
  readonly rhythm: ShopRhythm | null;
}

/** What the catalogue knows of a product; its price is in the shop's currency. */
export interface CatalogueProduct {
  readonly productId: string;
  readonly title: string;
  /** empty where the shop gave none */
  readonly productType: string;
  readonly vendor: string;
  readonly tags: readonly string[];
  readonly collections: readonly string[];
  /** only `active` ones are recommended */
  readonly status: string;
  /** in the online store */
  readonly published: boolean;
  readonly priceMinor: number | null;
  readonly createdAt: Date;
}

/** One line of the person's orders that count: not test, not cancelled. */
export interface BoughtLine {
  readonly productId: string;
  readonly at: Date;
  /** pieces kept; 0: all went back */
  readonly quantity: number;
  /** pieces that went back */
  readonly returned: number;
  /** of one piece, in the shop's currency; null where unknown */
  readonly priceMinor: number | null;
}

/** A product as Shopify offers it in the person's market right now. */
export interface MarketOffer {
  readonly title: string;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly available: boolean;
  readonly published: boolean;
}

/** Everything that is known without a model; empty lists where nothing is. */
export interface ColdStartFacts {
  /** Shopify's answer per product of the basket, best first */
  readonly related: ReadonlyMap<string, readonly string[]>;
  readonly catalogue: readonly CatalogueProduct[];
  /** orders of the last 60 days: how many, how many different products one holds, how many hold each product */
  readonly recent: {
    readonly orders: number;
    readonly productsPerOrder: number;
    readonly ordersWith: ReadonlyMap<string, number>;
  };
}

export interface CandidateFacts {
  /** of the shop's model, for "new" and "any" alike; empty without a model */
  readonly ranked: readonly RankedFact[];
  readonly coldStart: ColdStartFacts;
  /** product ids of the last purchase */
  readonly basket: readonly string[];
  /** all purchases of the person, in any order */
  readonly bought: readonly BoughtLine[];
  /** products that they sent back; what `bought` says of returns counts, too */
  readonly returned: readonly string[];
  /** products that the merchant never recommends */
  readonly excluded: readonly string[];
  /** may things be offered again when they are due? */
  readonly replenishment: boolean;
}

export interface ChoiceFacts extends CandidateFacts {
  /** by product id; a product without one is not shown */
  readonly offers: ReadonlyMap<string, MarketOffer>;
  /** after a purchase anything that fits; for a replenishment only what is due */
  readonly wish: "after_purchase" | "replenishment";
  /** at most so many products */
  readonly maxShown: number;
}

/** Why a product is not shown. */
export const dropReasons = [
  "excluded",
  "returned",
  "bought_already",
  "not_due_yet",
  "not_a_replenishment",
  "gone",
  "unpublished",
  "out_of_stock",
  "no_price",
  "price_too_high",
  "price_too_low",
  "near_identical",
  "less_likely",
] as const;
export type DropReason = (typeof dropReasons)[number];

export interface DroppedProduct {
  readonly productId: string;
  readonly why: DropReason;
}

export interface Choice {
  /** likeliest first */
  readonly chosen: readonly ProposedProduct[];
  /** every other candidate, once */
  readonly dropped: readonly DroppedProduct[];
}
