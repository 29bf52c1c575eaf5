import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { calendarDay } from "./budget-period.rules.ts";
import { serviceMessages } from "./cost-report.store.server.ts";
import {
  type Forecast,
  forecast,
  type ForecastGroup,
  FREE_SERVICE_MESSAGES,
} from "./forecast.rules.ts";
import { loadPrices } from "./load-prices.ts";
import { marketOf } from "./market.rules.ts";
import type { Market, MessageCategory } from "./rate.types.ts";

/** People who would get a message, by the country of their number; null where it is unknown. */
export interface Recipients {
  country: string | null;
  count: number;
  /** those within WhatsApp's 72 hours after an ad, whom a message costs nothing (contract 6.2) */
  free?: number;
}

function byMarket(recipients: Recipients[]): ForecastGroup[] {
  const groups = new Map<Market, ForecastGroup>();
  for (const { country, count, free = 0 } of recipients) {
    const market = marketOf(country);
    const before = groups.get(market) ?? { market, count: 0, free: 0 };
    const known = Math.min(free, count);
    groups.set(market, {
      market,
      count: before.count + count,
      free: before.free + known,
    });
  }
  return [...groups.values()];
}

/**
 * What messages of a category to these people would cost by the card of that time: per market, in total
 * per currency, how many are free and whose price nobody knows.
 */
export async function forecastCost(
  tx: Tx,
  shopId: string,
  asked: { category: MessageCategory; at: Date; recipients: Recipients[] },
): Promise<Forecast> {
  const { category, at } = asked;
  const shop = await readShop(tx, shopId);
  const book = await loadPrices(tx, shopId, shop);
  const used =
    category === "service"
      ? await serviceMessages(tx, shopId, calendarDay(at, shop.timeZone))
      : FREE_SERVICE_MESSAGES;
  const freeServiceLeft = Math.max(0, FREE_SERVICE_MESSAGES - used);
  return forecast(byMarket(asked.recipients), { category, at, book, freeServiceLeft });
}
