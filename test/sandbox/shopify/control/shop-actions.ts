import { deleteCheckout, touchCheckout, upsertCheckout } from "../checkouts.ts";
import { setWhatsAppConsent, upsertCustomer } from "../customers.ts";
import { fulfilOrder, reportParcels } from "../fulfilments.ts";
import { installApp, uninstallApp } from "../installs.ts";
import { cancelOrder, createOrder, payOrder, refundOrder } from "../orders.ts";
import { changeMarket, changeProduct, createProduct, deleteProduct } from "../product-changes.ts";
import { toMinor } from "../money.ts";
import { seedPastOrders } from "../past-orders.ts";
import type { Order } from "../shopify.types.ts";
import { shopData, type Store, UnknownThing } from "../store.ts";
import { burstCheckouts, defaultLines } from "./burst.ts";
import { announceCompliance } from "./compliance.ts";
import type { ControlContext } from "./control-context.ts";
import type { Mount } from "./control-routes.ts";
import { toProduct } from "./seed-store.ts";
import * as schemas from "./control-schemas.ts";

/** What happens in shops: checkouts, orders, customers, products, installs; each with its webhooks. */
export function mountShopActions(post: Mount, { store }: ControlContext): void {
  mountCheckouts(post, store);
  mountOrders(post, store);
  mountProducts(post, store);
  post("/customers", schemas.customerSchema, ({ shop, ...input }) => ({
    customer: upsertCustomer(store, shop, input),
  }));
  post("/consent", schemas.consentSchema, ({ shop, customerId, ...input }) => {
    const updatedAt = input.updatedAt ?? store.now().toISOString();
    const consent = { ...input, updatedAt };
    return { customer: setWhatsAppConsent(store, shop, { customerId, consent }) };
  });
  post("/install", schemas.shopSchema, ({ shop }) => {
    installApp(store, shop);
    return { installed: true };
  });
  post("/uninstall", schemas.shopSchema, ({ shop }) => {
    uninstallApp(store, shop);
    return { installed: false };
  });
  post("/compliance", schemas.complianceSchema, (request) => {
    announceCompliance(store, request);
    return { sent: true };
  });
}

function mountCheckouts(post: Mount, store: Store): void {
  post("/checkouts", schemas.checkoutSchema, ({ shop, ...input }) => {
    const isNew = input.token === undefined && input.cartToken === undefined;
    const lineItems = input.lineItems ?? (isNew ? defaultLines(store, shop) : undefined);
    const checkout = upsertCheckout(store, shop, { ...input, lineItems });
    return { token: checkout.token, cartToken: checkout.cartToken, checkout };
  });
  post("/checkouts/burst", schemas.burstSchema, (burst) => ({
    checkouts: burstCheckouts(store, burst).map(({ token, cartToken, email, phone }) => ({
      token,
      cartToken,
      email,
      phone,
    })),
  }));
  post("/checkouts/:token/touch", schemas.shopSchema, ({ shop }, { token = "" }) => {
    const { updatedAt } = touchCheckout(store, shop, token);
    return { token, updatedAt };
  });
  post("/checkouts/:token/delete", schemas.shopSchema, ({ shop }, { token = "" }) => {
    deleteCheckout(store, shop, token);
    return { deleted: token };
  });
}

function mountProducts(post: Mount, store: Store): void {
  const shopOf = (shop: string | undefined, productId: number) =>
    shop ?? shopWith(store, (data) => data.products.has(productId));
  post("/products", schemas.newProductSchema, ({ shop, product }) => ({
    product: createProduct(store, shop, toProduct(product, store.now().toISOString())),
  }));
  post("/products/:id", schemas.productChangeSchema, ({ shop, ...change }, { id }) => {
    const productId = Number(id);
    return { product: changeProduct(store, shopOf(shop, productId), { ...change, productId }) };
  });
  post("/products/:id/market", schemas.productMarketSchema, (change, { id }) => {
    const productId = Number(id);
    const { shop, country, price, ...rest } = change;
    const market = { ...rest, ...(price === undefined ? {} : { priceMinor: toMinor(price) }) };
    return {
      product: changeMarket(store, shopOf(shop, productId), { productId, country, market }),
    };
  });
  post("/products/:id/delete", schemas.shopMaybeSchema, ({ shop }, { id }) => {
    const productId = Number(id);
    deleteProduct(store, shopOf(shop, productId), productId);
    return { deleted: productId };
  });
}

function mountOrders(post: Mount, store: Store): void {
  post("/orders", schemas.orderSchema, ({ shop, ...input }) => {
    const hasLines = input.lineItems !== undefined || input.checkoutToken !== undefined;
    const lineItems = hasLines ? input.lineItems : defaultLines(store, shop);
    return orderAnswer(createOrder(store, shop, { ...input, lineItems }));
  });
  const shopOf = (shop: string | undefined, orderId: number) =>
    shop ?? shopWith(store, (data) => data.orders.has(orderId));
  const changes = { cancel: cancelOrder, pay: payOrder };
  for (const [name, change] of Object.entries(changes)) {
    post(`/orders/:id/${name}`, schemas.shopMaybeSchema, ({ shop }, { id }) =>
      orderAnswer(change(store, shopOf(shop, Number(id)), Number(id))),
    );
  }
  post("/past-orders", schemas.pastOrdersSchema, ({ shop, once, ...wanted }) => {
    const isLate = once && shopData(store, shop).orders.size > 0;
    return { orders: isLate ? 0 : seedPastOrders(store, shop, wanted).length };
  });
  post("/orders/:id/refund", schemas.refundSchema, ({ shop, lines }, { id }) =>
    orderAnswer(refundOrder(store, shopOf(shop, Number(id)), Number(id), lines)),
  );
  post("/orders/:id/fulfil", schemas.fulfilSchema, ({ shop, ...change }, { id }) =>
    orderAnswer(fulfilOrder(store, shopOf(shop, Number(id)), Number(id), change)),
  );
  post("/orders/:id/parcels", schemas.parcelsSchema, ({ shop, shipmentStatus }, { id }) =>
    orderAnswer(reportParcels(store, shopOf(shop, Number(id)), Number(id), shipmentStatus)),
  );
}

function orderAnswer(order: Order): object {
  return { id: order.id, name: order.name, order };
}

/** The first shop that holds the thing: ids are unique in the stand-in, so the caller may leave the shop out. */
function shopWith(store: Store, holds: (data: Holder) => boolean): string {
  for (const [domain, data] of store.shops) if (holds(data)) return domain;
  throw new UnknownThing("No shop holds this id");
}
type Holder = Store["shops"] extends Map<string, infer Data> ? Data : never;
