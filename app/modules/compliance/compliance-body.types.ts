import { z } from "zod";
import type { Identifier } from "#app/modules/contacts/contacts.types.ts";
import { parsePhone } from "#app/shared/phone.ts";

const id = z.union([z.number(), z.string()]).transform(String).nullish().catch(null);
const text = z.string().nullish().catch(null);
const ids = z.array(z.union([z.number(), z.string()]).transform(String)).catch([]);

/** Bodies of customers/data_request and customers/redact (Shopify, contract 2.6); the rest is ignored. */
const bodySchema = z.object({
  customer: z.object({ id, email: text, phone: text }).nullish().catch(null),
  orders_requested: ids,
  orders_to_redact: ids,
  data_request: z.object({ id }).nullish().catch(null),
});

export interface ComplianceBody {
  identifiers: Identifier[];
  orderIds: string[];
  shopifyRequestId: string | null;
}

/** @throws z.ZodError when it is no object at all */
export function parseCompliance(body: unknown): ComplianceBody {
  const { customer, data_request, ...orders } = bodySchema.parse(body);
  const phone = parsePhone(customer?.phone, null);
  return {
    identifiers: [
      ...(customer?.id ? [{ kind: "customer" as const, value: customer.id }] : []),
      ...(phone ? [{ kind: "phone" as const, value: phone }] : []),
      ...(customer?.email ? [{ kind: "email" as const, value: customer.email }] : []),
    ],
    orderIds: [...new Set([...orders.orders_requested, ...orders.orders_to_redact])],
    shopifyRequestId: data_request?.id ?? null,
  };
}
