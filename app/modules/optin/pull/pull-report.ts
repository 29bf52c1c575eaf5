import { numberForShop } from "#app/modules/channel/index.ts";
import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { posterToken } from "./poster-token.ts";
import { fillPullText, pullLink, pullTexts } from "./pull-texts.rules.ts";
import { pullPlaces } from "./pull.store.server.ts";
import type { PullPlace, PullReport } from "./pull.types.ts";
import { localeOf, newestWording } from "./pull-wording.ts";

/** The shop's places with links in one language; its own when none is asked for. */
export async function pullReport(
  deps: Deps,
  shopId: string,
  asked: { locale: string | null },
): Promise<PullReport> {
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const number = await numberForShop(tx, shopId);
    const locale = localeOf(asked.locale, shop.locale);
    const texts = pullTexts[locale];
    const digits = number?.displayPhone.replace(/\D/g, "") ?? "";
    const newest = await newestWording(tx, shopId);
    const places = (await pullPlaces(tx, shopId)).map((place): PullPlace => {
      const { code, kind, label, used } = place;
      return {
        code,
        kind,
        label,
        used,
        lastUsedAt: place.lastUsedAt?.toISOString() ?? null,
        createdAt: place.createdAt.toISOString(),
        isOlder: place.wordingVersion !== newest,
        link: pullLink(texts, { shop: shop.name, code, digits }),
        prefilled: fillPullText(texts.prefilled, { shop: shop.name, code }),
        posterUrl: `${deps.appUrl}/poster/${posterToken(deps, { shopId, code, locale })}`,
      };
    });
    return {
      shop: shop.name,
      timeZone: shop.timeZone,
      number: number?.displayPhone ?? null,
      locale,
      locales: wordingLocales,
      places,
    };
  });
}
