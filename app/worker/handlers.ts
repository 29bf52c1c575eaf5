import { creditOrder } from "#app/modules/attribution/index.ts";
import { forgetProduct, recordProductEvents } from "#app/modules/catalog/index.ts";
import { applyAccountEvent } from "#app/modules/channel/index.ts";
import { forgetCheckout, observeCheckouts, stopOnOrder } from "#app/modules/checkouts/index.ts";
import {
  receiveDataRequest,
  receiveRedact,
  receiveShopRedact,
  sparingErased,
} from "#app/modules/compliance/index.ts";
import {
  changeIdentities,
  receiveMessages,
  receivePreferences,
} from "#app/modules/conversations/index.ts";
import type { IntakeEvent, Subscriber, SubscriberMap } from "#app/modules/intake/index.ts";
import {
  applyStatuses,
  applyStatusesWithin,
  judgeBrakesOf,
  wakeWaiting,
} from "#app/modules/messaging/index.ts";
import {
  followScopes,
  hearBulkFinish,
  hearNewProduct,
  recordOrder,
  recordRefund,
} from "#app/modules/orders/index.ts";
import { followOrder } from "#app/modules/recommendations/index.ts";
import { applyTemplateEvent } from "#app/modules/templates/index.ts";
import { receiveNative } from "#app/modules/optin/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { uninstall } from "./uninstall.ts";

function on<E>(name: string, run: (deps: Deps, event: E) => Promise<unknown>) {
  return {
    name,
    run: async (deps: Deps, event: E) => {
      await run(deps, event);
    },
  };
}

function onAll(name: string, runAll: (deps: Deps, events: IntakeEvent[]) => Promise<void>) {
  return { name, runAll, run: (deps: Deps, event: IntakeEvent) => runAll(deps, [event]) };
}

const checkout: Subscriber[] = [onAll("observe-checkouts", observeCheckouts)];

const product: Subscriber[] = [onAll("record-products", recordProductEvents)];

/** WhatsApp sends three of them for every message: all that wait are applied in one transaction. */
const statuses: Subscriber[] = [
  {
    ...on("apply-statuses", applyStatuses),
    runWithin: async (deps, tx, events) => {
      const [first] = events;
      if (!first) return;
      const bodies = events.map((event) => event.body);
      await applyStatusesWithin(deps, tx, { shopId: first.shopId, bodies });
    },
  },
];

/** Before anything is recommended on the ground of it. Keeps nobody waiting. */
const learn: Subscriber = on("learn-order", (deps, { shopId }) => {
  deps.recommender.learn(shopId);
  return Promise.resolve();
});

/** In this order: who bought is known before reminders stop, and they stop before credit is given; what fits is looked for last. */
const order: Subscriber[] = [
  on("record-order", recordOrder),
  learn,
  on("stop-reminders", stopOnOrder),
  on("credit-order", creditOrder),
  on("follow-order", followOrder),
];

/** What waited for the template or the number is decided anew at once, not at its next look. */
const wake: Subscriber = on("wake-waiting", (deps, { shopId }) => wakeWaiting(deps, shopId));

const template: Subscriber[] = [on("apply-template-event", applyTemplateEvent), wake];
const brake: Subscriber = on("judge-brake", (deps, { shopId }) => judgeBrakesOf(deps, shopId));
const account: Subscriber[] = [on("apply-account-event", applyAccountEvent), brake, wake];

/**
 * The map of the application: which event wakes which use-case. Each subscriber is idempotent; an
 * event is processed once all of its subscribers are. Topics that are not here are stored and ignored.
 */
export const handlers: SubscriberMap = sparingErased({
  "shopify:app/uninstalled": [on("uninstall", uninstall)],
  "shopify:app/scopes_update": [on("follow-scopes", followScopes)],
  "shopify:customers/data_request": [on("receive-data-request", receiveDataRequest)],
  "shopify:customers/redact": [on("receive-redact", receiveRedact)],
  "shopify:shop/redact": [on("receive-shop-redact", receiveShopRedact)],
  "shopify:checkouts/create": checkout,
  "shopify:checkouts/update": checkout,
  "shopify:checkouts/delete": [on("forget-checkout", forgetCheckout)],
  "shopify:customers_whats_app_marketing_consent/update": [on("receive-native", receiveNative)],
  "shopify:orders/create": order,
  "shopify:orders/paid": order,
  "shopify:orders/updated": order,
  "shopify:orders/cancelled": order,
  "shopify:orders/fulfilled": order,
  "shopify:orders/partially_fulfilled": order,
  "shopify:bulk_operations/finish": [on("hear-bulk-finish", hearBulkFinish)],
  "shopify:refunds/create": [on("record-refund", recordRefund), learn],
  "shopify:products/create": [...product, on("hear-new-product", hearNewProduct)],
  "shopify:products/update": product,
  "shopify:products/delete": [on("forget-product", forgetProduct)],
  "whatsapp:messages": [
    on("change-identities", changeIdentities),
    on("receive-messages", receiveMessages),
    on("apply-statuses", applyStatuses),
  ],
  "whatsapp:statuses": statuses,
  "whatsapp:user_preferences": [on("receive-preferences", receivePreferences)],
  "whatsapp:user_id_update": [on("change-identities", changeIdentities)],
  "whatsapp:message_template_status_update": template,
  "whatsapp:message_template_quality_update": template,
  "whatsapp:template_category_update": template,
  "whatsapp:message_template_components_update": template,
  "whatsapp:account_update": account,
  "whatsapp:account_alerts": account,
  "whatsapp:phone_number_quality_update": account,
  "whatsapp:security": account,
  "whatsapp:business_capability_update": account,
  "whatsapp:phone_number_name_update": account,
  "whatsapp:account_review_update": account,
});
