import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { defaultCurrency } from "./account-currency.rules.ts";
import { indexRates, PriceBook, type RateIndex } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import { readOwnRates } from "./rate.store.server.ts";
import type { Rate } from "./rate.types.ts";

const shipped = indexRates(rateCard);
const nothing: RateIndex = new Map();

/** The shop's rate card: its own rows, both cards in their order, and the prices by them. */
export async function openCard(
  tx: Tx,
  shopId: string,
  shop?: { currency: string },
): Promise<{ book: PriceBook; own: Rate[]; cards: [own: RateIndex, shipped: RateIndex] }> {
  const { currency, rates } = await readOwnRates(tx, shopId);
  const account = currency ?? defaultCurrency((shop ?? (await readShop(tx, shopId))).currency);
  const cards: [RateIndex, RateIndex] = [rates.length > 0 ? indexRates(rates) : nothing, shipped];
  return { book: new PriceBook(account, cards), own: rates, cards };
}

/** What messages cost this shop: its own card before the one that ships. One statement. */
export async function loadPrices(
  tx: Tx,
  shopId: string,
  shop?: { currency: string },
): Promise<PriceBook> {
  return (await openCard(tx, shopId, shop)).book;
}
