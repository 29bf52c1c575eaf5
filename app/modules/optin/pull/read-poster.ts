import { numberForShop } from "#app/modules/channel/index.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { openPosterToken } from "./poster-token.ts";
import { fillPullText, pullLink, pullTexts } from "./pull-texts.rules.ts";
import { pullPlaces } from "./pull.store.server.ts";
import { wordsBeside } from "./pull-wording.ts";

/** Everything that stands on a poster. */
export interface Poster {
  locale: WordingLocale;
  code: string;
  headline: string;
  scan: string;
  byHand: string;
  link: string;
  /** the whole declaration: shop, WhatsApp, topics, tracking, way out */
  wording: string;
  privacyUrl: string | null;
}

/** What a poster's address leads to; null when there is no such poster, or no number to write to. */
export async function readPoster(deps: Deps, token: string): Promise<Poster | null> {
  const of = openPosterToken(deps, token);
  if (!of) return null;
  const { shopId, code, locale } = of;
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const number = await numberForShop(tx, shopId);
    const place = (await pullPlaces(tx, shopId)).find((one) => one.code === code);
    if (shop.status !== "installed" || !number || !place) return null;
    const texts = pullTexts[locale];
    const values = { shop: shop.name, code, number: number.displayPhone };
    const digits = number.displayPhone.replace(/\D/g, "");
    return {
      locale,
      code,
      headline: fillPullText(texts.headline, values),
      scan: texts.scan,
      byHand: fillPullText(texts.byHand, values),
      link: pullLink(texts, { shop: shop.name, code, digits }),
      wording: await wordsBeside(tx, shop, { version: place.wordingVersion, locale }),
      privacyUrl: shop.privacyUrl,
    };
  });
}
