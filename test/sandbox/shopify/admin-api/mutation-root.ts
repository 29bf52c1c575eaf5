import { GraphQLError } from "graphql";
import { setWhatsAppConsent } from "../customers.ts";
import { cancelBulk, runBulkQuery } from "../bulk/bulk-nodes.ts";
import type { RunBulk } from "../bulk/bulk.types.ts";
import { orderPayload } from "../order-payloads.ts";
import { customerPayload } from "../payloads.ts";
import type { Customer, Metafield, Order, WhatsAppConsent } from "../shopify.types.ts";
import { parseGid, type AdminContext } from "./admin-context.ts";
import { type MetafieldInput, ownMetafields, setMetafields } from "./metafields-set.ts";
import { customerNode, orderNode, phoneNumber } from "./nodes.ts";

type ConsentInput = {
  customerId: string;
  whatsAppMarketingConsent: {
    state: string;
    optInLevel?: WhatsAppConsent["optInLevel"];
    updatedAt?: string | null;
  };
};

/** The mutations that the stand-in carries out; any other one is an error that says so. */
export function mutationRoot(context: AdminContext): Record<string, (args: never) => unknown> {
  return {
    customerWhatsAppMarketingConsentUpdate: ({ input }: { input: ConsentInput }) =>
      updateConsent(context, input),
    bulkOperationRunQuery: (args: RunBulk) => runBulkQuery(context, args),
    bulkOperationCancel: (args: { id: string }) => cancelBulk(context, args),
    tagsAdd: (args: TagArgs) => changeTags(context, args, (tags) => [...tags, ...args.tags]),
    tagsRemove: (args: TagArgs) =>
      changeTags(context, args, (tags) => tags.filter((tag) => !args.tags.includes(tag))),
    metafieldsSet: (args: { metafields: MetafieldInput[] }) => setAll(context, args.metafields),
  };
}

/** Contract 5: three states can be set, the customer needs a phone, an older `updatedAt` does not win. */
function updateConsent(context: AdminContext, input: ConsentInput): object {
  const { store, data } = context;
  const { state, optInLevel, updatedAt } = input.whatsAppMarketingConsent;
  const customer = data.customers.get(parseGid(input.customerId)?.id ?? -1);
  if (!customer) return consentError("INVALID", ["customerId"], "Customer not found");
  if (!customer.phone) {
    return consentError("MISSING_ARGUMENT", ["customerId"], "Customer must have a phone number");
  }
  if (!isSettable(state)) {
    const field = ["whatsAppMarketingConsent", "state"];
    return consentError("INVALID", field, `Cannot specify ${state} as a marketing state input`);
  }
  const at = updatedAt ?? store.now().toISOString();
  const isOlder = Date.parse(at) < Date.parse(customer.whatsApp.updatedAt ?? "1970-01-01");
  if (!isOlder) {
    const consent: WhatsAppConsent = {
      state,
      optInLevel: optInLevel ?? null,
      updatedAt: at,
      collectedFrom: "OTHER",
    };
    setWhatsAppConsent(store, data.shop.domain, { customerId: customer.id, consent });
  }
  return { customerPhoneNumber: phoneNumber(customer), userErrors: [] };
}

function isSettable(state: string): state is "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING" {
  return state === "SUBSCRIBED" || state === "UNSUBSCRIBED" || state === "PENDING";
}

function consentError(code: string, field: string[], message: string): object {
  return { customerPhoneNumber: null, userErrors: [{ code, field: ["input", ...field], message }] };
}

type TagArgs = { id: string; tags: string[] };

function changeTags(
  context: AdminContext,
  { id }: TagArgs,
  change: (tags: string[]) => string[],
): object {
  const owner = ownerOf(context, id, "tags");
  if (!owner) return { node: null, userErrors: [{ field: ["id"], message: "Not found" }] };
  owner.item.tags = [...new Set(change(owner.item.tags))];
  touch(context, owner);
  return { node: owner.node, userErrors: [] };
}

/** The object's own, if the app may write them. */
function setAll(context: AdminContext, inputs: MetafieldInput[]): object {
  const lists = new Map(inputs.map((input) => [input.ownerId, listOf(context, input)]));
  return setMetafields(context, inputs, (ownerId) => lists.get(ownerId) ?? []);
}

function listOf(context: AdminContext, input: MetafieldInput): Metafield[] {
  const own = ownMetafields(context, input);
  if (own) return own;
  const owner = ownerOf(context, input.ownerId, "metafields");
  if (!owner) throw new GraphQLError(`Owner ${input.ownerId} does not exist`);
  return owner.item.metafields;
}

type Owner =
  { kind: "Customer"; item: Customer; node: object } | { kind: "Order"; item: Order; node: object };

/** The object that a mutation changes; it needs the write scope of its kind. */
function ownerOf(context: AdminContext, id: string, what: string): Owner | null {
  const parsed = parseGid(id);
  if (parsed?.type === "Customer") {
    requireScope(context, "write_customers");
    const item = context.data.customers.get(parsed.id);
    return item ? { kind: "Customer", item, node: customerNode(context, item) } : null;
  }
  if (parsed?.type === "Order") {
    requireScope(context, "write_orders");
    const item = context.data.orders.get(parsed.id);
    return item ? { kind: "Order", item, node: orderNode(context, item) } : null;
  }
  throw new GraphQLError(`${what} of ${id} are not supported by the stand-in`);
}

function requireScope(context: AdminContext, scope: string): void {
  if (context.scopes.has(scope)) return;
  throw new GraphQLError(`Access denied. Required access: \`${scope}\` access scope.`, {
    extensions: { code: "ACCESS_DENIED", requiredAccess: `\`${scope}\` access scope.` },
  });
}

function touch({ store, data }: AdminContext, owner: Owner): void {
  owner.item.updatedAt = store.now().toISOString();
  if (owner.kind === "Customer") {
    store.announce(data.shop, "customers/update", customerPayload(owner.item));
  } else store.announce(data.shop, "orders/updated", orderPayload(store, data, owner.item));
  store.changed({ kind: "tags", shop: data.shop.domain });
}
