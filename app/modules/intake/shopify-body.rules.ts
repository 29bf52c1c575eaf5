type Fields = Readonly<Record<string, unknown>>;

export interface AddressFields {
  readonly phone: string | null;
  readonly country_code: string | null;
}

export interface CustomerFields {
  readonly id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly default_address: AddressFields | null;
}

/** Every place of contract 2.6 where a Shopify body names a person, a checkout or a cart. */
export interface ShopifyBody {
  readonly id: string | null;
  readonly token: string | null;
  readonly cart_token: string | null;
  readonly checkout_token: string | null;
  readonly customer_id: string | null;
  readonly email: string | null;
  readonly contact_email: string | null;
  readonly email_address: string | null;
  readonly phone: string | null;
  readonly phone_number: string | null;
  readonly sms_marketing_phone: string | null;
  readonly customer: CustomerFields | null;
  readonly shipping_address: AddressFields | null;
  readonly billing_address: AddressFields | null;
  readonly default_address: AddressFields | null;
  readonly addresses: readonly (AddressFields | null)[];
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  if (typeof value === "string") return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

function address(value: unknown): AddressFields | null {
  if (!isObject(value)) return null;
  return { phone: text(value.phone), country_code: text(value.country_code) };
}

function customer(value: unknown): CustomerFields | null {
  if (!isObject(value)) return null;
  return {
    id: text(value.id),
    email: text(value.email),
    phone: text(value.phone),
    default_address: address(value.default_address),
  };
}

/**
 * Reads the fields that name somebody out of any JSON; null when it is no object. Whatever a field
 * holds, the fields beside it still count: a wrong type is the same as nothing. By hand and not by
 * zod, because every webhook passes here before it is answered (app/README.md).
 */
export function readShopifyBody(json: unknown): ShopifyBody | null {
  if (!isObject(json)) return null;
  return {
    id: text(json.id),
    token: text(json.token),
    cart_token: text(json.cart_token),
    checkout_token: text(json.checkout_token),
    customer_id: text(json.customer_id),
    email: text(json.email),
    contact_email: text(json.contact_email),
    email_address: text(json.email_address),
    phone: text(json.phone),
    phone_number: text(json.phone_number),
    sms_marketing_phone: text(json.sms_marketing_phone),
    customer: customer(json.customer),
    shipping_address: address(json.shipping_address),
    billing_address: address(json.billing_address),
    default_address: address(json.default_address),
    addresses: Array.isArray(json.addresses) ? json.addresses.map(address) : [],
  };
}
