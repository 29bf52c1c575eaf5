import { z } from "zod";

const gid = z.string().regex(/^gid:\/\/shopify\/\w+\/\d{1,20}$/);
const number = gid.transform((id) => id.slice(id.lastIndexOf("/") + 1));
const reference = z.object({ id: number }).nullish().catch(null);
const text = z.string().nullish().catch(null);
const place = z.object({ countryCodeV2: text, phone: text }).nullish().catch(null);
const money = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });

/** An order's line in the file (contract 6.7). */
const orderLine = z.object({
  id: gid.regex(/\/Order\//).pipe(number),
  name: text,
  checkoutToken: text,
  cartToken: text,
  email: text,
  phone: text,
  customer: z
    .object({
      id: number,
      defaultEmailAddress: z.object({ emailAddress: text }).nullish().catch(null),
      defaultPhoneNumber: z.object({ phoneNumber: text }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  createdAt: z.string(),
  processedAt: text,
  updatedAt: text,
  cancelledAt: text,
  test: z.boolean().catch(false),
  sourceName: text,
  displayFinancialStatus: text,
  totalPriceSet: money,
  shippingAddress: place,
  billingAddress: place,
  fulfillments: z
    .array(z.object({ status: text, displayStatus: text, updatedAt: text, deliveredAt: text }))
    .catch([]),
});

/** A line item's line in the file. */
const itemLine = z.object({
  id: gid.regex(/\/LineItem\//).pipe(number),
  quantity: z.number(),
  currentQuantity: z.number().nullish().catch(null),
  isGiftCard: z.boolean().catch(false),
  originalUnitPriceSet: z
    .object({ shopMoney: z.object({ amount: z.string() }) })
    .nullish()
    .catch(null),
  product: reference,
  variant: reference,
});

function itemBody(line: unknown): object[] {
  const item = itemLine.safeParse(line).data;
  if (!item) return [];
  const { id, quantity, currentQuantity, isGiftCard, originalUnitPriceSet, product, variant } =
    item;
  return [
    {
      id,
      quantity,
      current_quantity: currentQuantity ?? quantity,
      gift_card: isGiftCard,
      price: originalUnitPriceSet?.shopMoney.amount ?? "0",
      product_id: product?.id ?? null,
      variant_id: variant?.id ?? null,
    },
  ];
}

type OrderLine = z.infer<typeof orderLine>;

const addressBody = (from: OrderLine["shippingAddress"]) =>
  from ? { country_code: from.countryCodeV2, phone: from.phone } : null;

function customerBody(customer: OrderLine["customer"]): object | null {
  if (!customer) return null;
  const { id, defaultEmailAddress, defaultPhoneNumber } = customer;
  const email = defaultEmailAddress?.emailAddress ?? null;
  return { id, email, phone: defaultPhoneNumber?.phoneNumber ?? null };
}

function parcelBody(parcel: OrderLine["fulfillments"][number]): object {
  const { status, displayStatus, updatedAt, deliveredAt } = parcel;
  return {
    status: status?.toLowerCase() ?? null,
    shipment_status: deliveredAt ? "delivered" : (displayStatus?.toLowerCase() ?? null),
    updated_at: deliveredAt ?? updatedAt,
  };
}

/**
 * The body that a webhook would have for an order of the import's file: its own line first, then those of
 * its items. So both are read by the same rules. Null where the first is no order.
 */
export function orderBodyOf(lines: readonly unknown[]): Record<string, unknown> | null {
  const [own, ...items] = lines;
  const order = orderLine.safeParse(own).data;
  if (!order) return null;
  const { amount, currencyCode } = order.totalPriceSet.shopMoney;
  return {
    id: order.id,
    name: order.name ?? "",
    checkout_token: order.checkoutToken,
    cart_token: order.cartToken,
    email: order.email,
    phone: order.phone,
    customer: customerBody(order.customer),
    created_at: order.createdAt,
    processed_at: order.processedAt,
    updated_at: order.updatedAt ?? order.createdAt,
    cancelled_at: order.cancelledAt,
    test: order.test,
    source_name: order.sourceName,
    financial_status: order.displayFinancialStatus,
    currency: currencyCode,
    total_price: amount,
    shipping_address: addressBody(order.shippingAddress),
    billing_address: addressBody(order.billingAddress),
    fulfillments: order.fulfillments.map(parcelBody),
    line_items: items.flatMap(itemBody),
  };
}
