import { z } from "zod";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { nextTry, publishedValue } from "./edit-wording.rules.ts";
import { wordingsNow } from "./save-wording.ts";
import { PUBLISH_WORDING, WORDING_OWNERS } from "./wording.graphql.ts";
import { publishWordingJob } from "./wording.jobs.ts";
import { currentWording, writeFailure, writePublished } from "./wording-versions.store.server.ts";

const ownersSchema = z.object({
  shop: z.object({ id: z.string() }),
  currentAppInstallation: z.object({ id: z.string() }),
});
const answerSchema = z.object({
  metafieldsSet: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});

async function tellShopify(deps: Deps, domain: string, value: string): Promise<void> {
  const owners = await deps.shopify.query({
    shop: domain,
    document: WORDING_OWNERS,
    schema: ownersSchema,
  });
  const field = { key: "consent_wording", type: "json", value };
  const metafields = [
    { ...field, ownerId: owners.shop.id, namespace: "$app" },
    { ...field, ownerId: owners.currentAppInstallation.id, namespace: "beckon" },
  ];
  const { metafieldsSet } = await deps.shopify.query({
    shop: domain,
    document: PUBLISH_WORDING,
    variables: { metafields },
    schema: answerSchema,
  });
  const [problem] = metafieldsSet?.userErrors ?? [{ message: "Shopify gave no answer" }];
  if (problem) throw new ShopifyError(problem.message, { code: "USER_ERROR", retryable: true });
}

/**
 * Tells Shopify which sentence a shop asks with: `$app:consent_wording` of the shop, which UI extensions read
 * as `appMetafields`, and `beckon.consent_wording` of the installation, which Liquid of our theme blocks reads:
 * `{version, locales: {de: {text, privacyLabel}}}`, with `{{shop}}` and `{{privacy}}` open in `text`. What
 * Shopify does not take is tried again by the sweep.
 */
export async function publishWording(deps: Deps, shopId: string): Promise<void> {
  const told = await deps.db.inShop(shopId, async (tx) => {
    const current = await currentWording(tx, shopId);
    if (!current?.nextTryAt) return null;
    const shop = await readShop(tx, shopId);
    if (shop.status !== "installed") return null;
    return { ...(await wordingsNow(tx, shopId)), domain: shop.domain, attempts: current.attempts };
  });
  if (told === null) return;
  const { version, rows, domain, attempts } = told;
  try {
    await tellShopify(deps, domain, publishedValue(version, rows));
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    const failure = { error: error.message, nextTryAt: nextTry(attempts, deps.clock.now()) };
    deps.log.warn("wording.not_published", { shopId, code: error.code });
    await deps.db.inShop(shopId, (tx) => writeFailure(tx, shopId, failure));
    return;
  }
  const at = deps.clock.now();
  await deps.db.inShop(shopId, (tx) => writePublished(tx, shopId, { version, at }));
}

const PER_SWEEP = 100;

/** Asks for every sentence that Shopify does not have yet. */
export async function sweepWordings(deps: Deps): Promise<void> {
  const due = await deps.db.crossShop.wordingsDue(deps.clock.now(), PER_SWEEP);
  for (const shopId of due) {
    await deps.jobs.enqueue(publishWordingJob, { shopId }, { jobId: `publish-wording-${shopId}` });
  }
}
