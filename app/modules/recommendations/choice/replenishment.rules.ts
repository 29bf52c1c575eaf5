import { addDays, DAY_MS } from "#app/shared/duration.ts";
import type { BoughtLine, ShopRhythm } from "./choice.types.ts";

/** Asked a little before it runs out, so that the parcel is there in time. */
const ASK_AT_SHARE = 0.9;
/** However fast the rhythm: nobody wants to hear it right after the purchase. */
const SOONEST_DAYS = 7;
/** Who is this much later than usual buys it elsewhere, or not at all. */
const LAPSED_AT_SHARE = 2;
/** Purchases closer together are one that was split. */
const SAME_PURCHASE_MS = DAY_MS;
/** The shop's rhythm counts like so many gaps of the person's own, and needs so many people to count at all. */
const SHOP_COUNTS_AS_GAPS = 2;
const FEWEST_PERSONS = 5;
/** Without the shop's: one gap may be chance. */
const FEWEST_OWN_GAPS = 2;
/** A slower rhythm is no rhythm, but two occasions. */
const SLOWEST_DAYS = 400;

export interface Replenishment {
  state: "not_yet" | "due" | "lapsed";
  /** when to ask, and until when */
  dueAt: Date;
  until: Date;
  everyDays: number;
  rhythm: "own" | "shop" | "both";
  times: number;
}

/** When they bought it, oldest first, without what went back; purchases of one day are one. */
function occasionsOf(lines: readonly BoughtLine[], now: Date): number[] {
  const kept = lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ at }) => at.getTime())
    .filter((at) => at <= now.getTime())
    .sort((a, b) => a - b);
  const occasions: number[] = [];
  for (const at of kept) {
    const last = occasions.at(-1);
    if (last === undefined || at - last >= SAME_PURCHASE_MS) occasions.push(at);
  }
  return occasions;
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

function rhythmOf(gaps: readonly number[], shop: ShopRhythm | null) {
  const fromShop = shop && shop.persons >= FEWEST_PERSONS && shop.days > 0 ? shop : null;
  if (!fromShop) {
    if (gaps.length < FEWEST_OWN_GAPS) return null;
    return { everyDays: middleOf(gaps), rhythm: "own" as const };
  }
  if (gaps.length === 0) return { everyDays: fromShop.days, rhythm: "shop" as const };
  const own = Math.log(middleOf(gaps)) * gaps.length;
  const all = own + Math.log(fromShop.days) * SHOP_COUNTS_AS_GAPS;
  const everyDays = Math.exp(all / (gaps.length + SHOP_COUNTS_AS_GAPS));
  return { everyDays, rhythm: "both" as const };
}

/**
 * When a product that the person keeps buying is due again: their own rhythm, drawn towards the shop's while they
 * bought it seldom. A newer purchase sets the clock anew. Null where there is no rhythm: bought once and few buy it
 * again, or all sent back.
 */
export function replenishmentDue(
  lines: readonly BoughtLine[],
  shop: ShopRhythm | null,
  now: Date,
): Replenishment | null {
  const occasions = occasionsOf(lines, now);
  const last = occasions.at(-1);
  if (last === undefined) return null;
  const gaps = occasions.slice(1).map((at, n) => (at - (occasions[n] ?? at)) / DAY_MS);
  const found = rhythmOf(gaps, shop);
  if (!found || found.everyDays > SLOWEST_DAYS) return null;
  const after = (share: number, least: number) =>
    addDays(new Date(last), Math.max(least, found.everyDays * share));
  const dueAt = after(ASK_AT_SHARE, SOONEST_DAYS);
  const until = after(LAPSED_AT_SHARE, 2 * SOONEST_DAYS);
  const state = now < dueAt ? "not_yet" : now < until ? "due" : "lapsed";
  return { state, dueAt, until, ...found, times: occasions.length };
}
