import { GraphQLError } from "graphql";
import { setWhatsAppConsent } from "../customers.ts";
import { orderPayload } from "../order-payloads.ts";
import { customerPayload } from "../payloads.ts";
import type { Customer, Order, WhatsAppConsent } from "../shopify.types.ts";
import { nextId } from "../store.ts";
import { parseGid, type AdminContext } from "./admin-context.ts";
import { metafieldNode } from "./node-parts.ts";
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
    tagsAdd: (args: TagArgs) => changeTags(context, args, (tags) => [...tags, ...args.tags]),
    tagsRemove: (args: TagArgs) =>
      changeTags(context, args, (tags) => tags.filter((tag) => !args.tags.includes(tag))),
    metafieldsSet: (args: { metafields: MetafieldInput[] }) => setMetafields(context, args),
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

type MetafieldInput = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
};
/** Contract 5: at most 25 in one call, a value of at most 16 KB. */
const MAX_METAFIELDS = 25;
const MAX_VALUE_BYTES = 16 * 1024;

function setMetafields(context: AdminContext, args: { metafields: MetafieldInput[] }): object {
  const problem = metafieldProblem(args.metafields);
  if (problem) return { metafields: null, userErrors: [problem] };
  const fields = args.metafields.map((input) => {
    const owner = ownerOf(context, input.ownerId, "metafields");
    if (!owner) throw new GraphQLError(`Owner ${input.ownerId} does not exist`);
    const { key, value } = input;
    const namespace = input.namespace ?? "$app";
    const list = owner.item.metafields;
    const before = list.find((field) => field.key === key && field.namespace === namespace);
    const type = input.type ?? before?.type ?? "single_line_text_field";
    const field = before ?? { id: nextId(context.store), namespace, key, type, value };
    if (!before) list.push(field);
    Object.assign(field, { type, value });
    return field;
  });
  context.store.changed({ kind: "metafields", shop: context.data.shop.domain });
  return { metafields: fields.map(metafieldNode), userErrors: [] };
}

function metafieldProblem(inputs: MetafieldInput[]): object | null {
  if (inputs.length > MAX_METAFIELDS) {
    const message = `Exceeded the maximum metafields input limit of ${MAX_METAFIELDS}.`;
    return { field: ["metafields"], message, code: "LESS_THAN_OR_EQUAL_TO", elementIndex: null };
  }
  const index = inputs.findIndex((input) => Buffer.byteLength(input.value) > MAX_VALUE_BYTES);
  if (index < 0) return null;
  const field = ["metafields", String(index), "value"];
  return { field, message: "Value is too long", code: "TOO_LONG", elementIndex: index };
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
