import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { defaultCurrency } from "./account-currency.rules.ts";
import { indexRates, PriceBook, type RateIndex } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import { readOwnRates } from "./rate.store.server.ts";

const shipped = indexRates(rateCard);
const nothing: RateIndex = new Map();

/** What messages cost this shop: its own card before the one that ships. One statement. */
export async function loadPrices(
  tx: Tx,
  shopId: string,
  shop?: { currency: string },
): Promise<PriceBook> {
  const { currency, rates } = await readOwnRates(tx, shopId);
  const account = currency ?? defaultCurrency((shop ?? (await readShop(tx, shopId))).currency);
  return new PriceBook(account, [rates.length > 0 ? indexRates(rates) : nothing, shipped]);
}
