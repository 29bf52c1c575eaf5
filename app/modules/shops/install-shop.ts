import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { SHOP_FACTS } from "./shop-facts.graphql.ts";
import { type InstallFacts, readShop, writeInstalled } from "./shops.store.server.ts";

const factsSchema = z.object({
  shop: z.object({
    name: z.string(),
    currencyCode: z.string().length(3),
    ianaTimezone: z.string().min(1),
    primaryDomain: z.object({
      host: z.string().min(1),
      localization: z.object({ defaultLocale: z.string().nullable() }).nullable(),
    }),
  }),
});

function installFacts(answer: z.infer<typeof factsSchema>, domain: string): InstallFacts {
  const { shop } = answer;
  const { host, localization } = shop.primaryDomain;
  return {
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    locale: localization?.defaultLocale ?? "en",
    storefrontDomains: [...new Set([host, domain])],
  };
}

/**
 * Marks a shop installed, with what Shopify says of it. Safe to run again: after a reinstall it
 * starts anew, otherwise it only refreshes.
 * @throws ShopifyError when Shopify does not answer: then the shop is not installed yet
 */
export async function installShop(deps: Deps, domain: string): Promise<void> {
  const answer = await deps.shopify.query({
    shop: domain,
    document: SHOP_FACTS,
    schema: factsSchema,
  });
  const shopId = await deps.db.crossShop.ensureShop(domain);
  await deps.db.inShop(shopId, async (tx) => {
    const before = await readShop(tx, shopId);
    const since = before.status === "installed" ? before.installedAt : null;
    const facts = installFacts(answer, domain);
    const at = since ?? deps.clock.now();
    await writeInstalled(tx, shopId, { ...facts, at });
    const fact = { shopId, at: deps.clock.now(), isNew: since === null };
    await deps.announce.installed(tx, fact);
  });
  deps.log.info("shop.installed", { shopId });
}
