import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { deletedBody, productBody } from "./product-body.types.ts";
import { productOfBody } from "./product.rules.ts";
import type { ProductRecord } from "./product.types.ts";
import { markDeleted, upsertProducts } from "./products.store.server.ts";

const PER_STATEMENT = 500;

function isOlder(known: ProductRecord, product: ProductRecord): boolean {
  const changed = product.updatedAt.getTime() - known.updatedAt.getTime();
  if (changed !== 0) return changed > 0;
  const sent = (one: ProductRecord) => (one.triggeredAt ?? one.updatedAt).getTime();
  return sent(known) <= sent(product);
}

/** Of one product only the newest version: a statement may touch a row once. In one order, as locks are taken. */
function newestOfEach(products: readonly ProductRecord[]): ProductRecord[] {
  const newest = new Map<string, ProductRecord>();
  for (const product of products) {
    const known = newest.get(product.productId);
    if (!known || isOlder(known, product)) newest.set(product.productId, product);
  }
  return [...newest.values()].toSorted((a, b) => (a.productId < b.productId ? -1 : 1));
}

/**
 * Keeps products of a shop, from webhooks or the import: in any order, as often as they come; the
 * newest version wins, and a deleted product stays deleted.
 */
export async function recordProducts(
  _deps: Pick<Deps, "db">,
  tx: Tx,
  shopId: string,
  products: readonly ProductRecord[],
): Promise<void> {
  const newest = newestOfEach(products);
  for (let start = 0; start < newest.length; start += PER_STATEMENT) {
    await upsertProducts(tx, shopId, newest.slice(start, start + PER_STATEMENT));
  }
}

/**
 * products/create and products/update of one shop.
 * @throws z.ZodError for a body without an id or a time: such an event is parked and shown
 */
export async function recordProductEvents(deps: Deps, events: IntakeEvent[]): Promise<void> {
  const [first] = events;
  if (!first) return;
  const bodies = events.map(({ body, triggeredAt }) => ({
    body: productBody.parse(body),
    triggeredAt,
  }));
  await deps.db.inShop(first.shopId, async (tx) => {
    const { currency } = await readShop(tx, first.shopId);
    const products = bodies.map(({ body, triggeredAt }) =>
      productOfBody(body, { currency, triggeredAt }),
    );
    await recordProducts(deps, tx, first.shopId, products);
  });
}

/** products/delete: the body is the id alone, so it counts from when Shopify sent it. */
export async function forgetProduct(
  deps: Deps,
  event: Pick<IntakeEvent, "shopId" | "triggeredAt" | "body">,
): Promise<void> {
  const { id } = deletedBody.parse(event.body);
  await deps.db.inShop(event.shopId, async (tx) => {
    const { currency } = await readShop(tx, event.shopId);
    const at = event.triggeredAt ?? deps.clock.now();
    await markDeleted(tx, event.shopId, { productId: id, currency, at });
  });
}
