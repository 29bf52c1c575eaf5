import { type DroppedProduct, type DropReason, dropReasons } from "./choice.types.ts";

/** A type, not an interface: it is stored as JSON. */
export type DropCount = { readonly why: DropReason; readonly count: number };

/** How many products each reason took away, most first. */
export function dropSummary(dropped: readonly Pick<DroppedProduct, "why">[]): DropCount[] {
  return dropReasons
    .map((why) => ({ why, count: dropped.filter((one) => one.why === why).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

const LEFT_OUT = { en: "Left out:", de: "Nicht gezeigt:" } as const;

/** In the admin's languages, behind a number. */
const TEXTS: Readonly<Record<"en" | "de", Readonly<Record<DropReason, string>>>> = {
  en: {
    excluded: "on your list of products never to recommend",
    returned: "sent back by this person before",
    bought_already: "bought already",
    not_due_yet: "bought again regularly, but not due yet",
    not_a_replenishment: "nothing that this person buys again and again",
    gone: "no longer offered by Shopify",
    unpublished: "not published in the online store",
    out_of_stock: "out of stock in this market",
    no_price: "without a price in this market",
    price_too_high: "far above what this person pays",
    price_too_low: "far below what this person pays",
    near_identical: "nearly the same as another product",
    less_likely: "less likely to fit than those shown",
  },
  de: {
    excluded: "auf Ihrer Liste der nie empfohlenen Produkte",
    returned: "von dieser Person schon zurückgeschickt",
    bought_already: "schon gekauft",
    not_due_yet: "regelmäßig nachgekauft, aber noch nicht fällig",
    not_a_replenishment: "nichts, was diese Person immer wieder kauft",
    gone: "bei Shopify nicht mehr angeboten",
    unpublished: "nicht im Onlineshop veröffentlicht",
    out_of_stock: "in diesem Markt nicht vorrätig",
    no_price: "in diesem Markt ohne Preis",
    price_too_high: "weit teurer, als diese Person sonst kauft",
    price_too_low: "weit billiger, als diese Person sonst kauft",
    near_identical: "fast gleich wie ein anderes Produkt",
    less_likely: "weniger passend als die gezeigten",
  },
};

/** In one line: "Left out: 4 out of stock in this market, 1 bought already"; empty where nothing was. */
export function dropSummaryText(summary: readonly DropCount[], language: string): string {
  const locale = language.toLowerCase().startsWith("de") ? "de" : "en";
  if (summary.length === 0) return "";
  const parts = summary.map(({ why, count }) => `${count} ${TEXTS[locale][why]}`);
  return `${LEFT_OUT[locale]} ${parts.join(", ")}`;
}
