import { customerPayload, whatsAppConsentPayload } from "./payloads.ts";
import type { Customer, ShopData, WhatsAppConsent } from "./shopify.types.ts";
import { nextId, shopData, UnknownThing, type Store } from "./store.ts";

export type CustomerInput = {
  id?: number | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  locale?: string | undefined;
};

const NEVER: WhatsAppConsent = {
  state: "NEVER_SUBSCRIBED",
  optInLevel: null,
  updatedAt: null,
  collectedFrom: null,
};

export function findCustomer(
  data: ShopData,
  by: { email?: string | null | undefined; phone?: string | null | undefined },
): Customer | undefined {
  const email = by.email?.toLowerCase();
  for (const customer of data.customers.values()) {
    if (email && customer.email?.toLowerCase() === email) return customer;
    if (by.phone && customer.phone === by.phone) return customer;
  }
  return undefined;
}

/**
 * Creates or changes a customer and sends customers/create or customers/update.
 * A phone belongs to one customer: a number that another one holds is refused (contract 5).
 */
export function upsertCustomer(store: Store, domain: string, input: CustomerInput): Customer {
  const data = shopData(store, domain);
  const known = input.id === undefined ? undefined : data.customers.get(input.id);
  const holder = input.phone ? findCustomer(data, { phone: input.phone }) : undefined;
  if (holder && holder !== known) throw new Error("Phone has already been taken");
  const at = store.now().toISOString();
  const customer = known ?? emptyCustomer(input.id ?? nextId(store), at);
  Object.assign(customer, definedFields(input), { updatedAt: at });
  data.customers.set(customer.id, customer);
  const topic = known ? "customers/update" : "customers/create";
  store.announce(data.shop, topic, customerPayload(customer));
  store.changed({ kind: "customer", shop: domain, customerId: customer.id });
  return customer;
}

export function emptyCustomer(id: number, at: string): Customer {
  return {
    id,
    email: null,
    phone: null,
    firstName: null,
    lastName: null,
    locale: "de",
    tags: [],
    metafields: [],
    whatsApp: NEVER,
    createdAt: at,
    updatedAt: at,
  };
}

function definedFields(input: CustomerInput): Partial<Customer> {
  const { id: _id, ...fields } = input;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The customer that Shopify files an order under: by id, else by e-mail or phone, else a new one; null for a guest with neither. */
export function customerForOrder(
  store: Store,
  data: ShopData,
  person: CustomerInput & { customerId?: number | null | undefined },
): Customer | null {
  const byId = person.customerId ? data.customers.get(person.customerId) : undefined;
  const found = byId ?? findCustomer(data, person);
  if (found) return found;
  if (!person.email && !person.phone && !person.customerId) return null;
  const { email, phone, firstName, lastName, locale } = person;
  const id = person.customerId ?? undefined;
  return upsertCustomer(store, data.shop.domain, { id, email, phone, firstName, lastName, locale });
}

/** Writes the native WhatsApp consent and sends customers_whats_app_marketing_consent/update. */
export function setWhatsAppConsent(
  store: Store,
  domain: string,
  change: { customerId: number; consent: WhatsAppConsent },
): Customer {
  const data = shopData(store, domain);
  const customer = data.customers.get(change.customerId);
  if (!customer) throw new UnknownThing(`No customer ${change.customerId} in ${domain}`);
  customer.whatsApp = change.consent;
  customer.updatedAt = store.now().toISOString();
  const payload = whatsAppConsentPayload(customer, change.consent);
  store.announce(data.shop, "customers_whats_app_marketing_consent/update", payload);
  store.changed({ kind: "consent", shop: domain, customerId: customer.id });
  return customer;
}
