import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import type { PurchaseMatch } from "./order.types.ts";
import { PERSONS_PER_QUESTION, purchasesDocument } from "./purchases.graphql.ts";

/** What Shopify is asked about one checkout and the person behind it. */
export interface ShopifyQuestion {
  key: string;
  checkoutToken: string | null;
  cartToken: string | null;
  /** Shopify's numeric id, when known */
  customerId: string | null;
  phone: string | null;
  since: Date;
}

const orders = z.object({
  nodes: z.array(
    z.object({
      createdAt: z.coerce.date(),
      checkoutToken: z.string().nullish(),
      cartToken: z.string().nullish(),
    }),
  ),
});
const customer = z
  .object({ lastOrder: z.object({ createdAt: z.coerce.date() }).nullish() })
  .nullish();
const answerSchema = z.record(z.string(), z.unknown());

/** Only what a token can be goes into a search string (contract 3.4). */
function searchable(token: string | null): token is string {
  return token !== null && /^[A-Za-z0-9-]+$/.test(token);
}

function orderSearch(question: ShopifyQuestion): string {
  const { checkoutToken, cartToken } = question;
  const terms = [
    ...(searchable(checkoutToken) ? [`checkout_token:${checkoutToken}`] : []),
    ...(searchable(cartToken) ? [`cart_token:${cartToken}`] : []),
  ];
  return terms.length > 0 ? terms.join(" OR ") : "checkout_token:none";
}

function customerIdentifier(question: ShopifyQuestion): Record<string, string> {
  const { customerId, phone } = question;
  if (customerId !== null) return { id: `gid://shopify/Customer/${customerId}` };
  return { phoneNumber: phone ?? "+10000000000" };
}

function readAnswer(
  question: ShopifyQuestion,
  found: { orders: unknown; customer: unknown },
): PurchaseMatch | null {
  const [order] = orders.parse(found.orders).nodes;
  if (order) return order.checkoutToken === question.checkoutToken ? "checkout" : "cart";
  const last = customer.parse(found.customer)?.lastOrder?.createdAt;
  if (!last || last < question.since) return null;
  return question.customerId === null ? "phone" : "customer";
}

async function askSome(
  deps: Deps,
  shop: string,
  questions: ShopifyQuestion[],
): Promise<[string, PurchaseMatch | null][]> {
  const variables: Record<string, unknown> = {};
  for (const [i, question] of questions.entries()) {
    variables[`o${i}`] = orderSearch(question);
    variables[`c${i}`] = customerIdentifier(question);
  }
  const document = purchasesDocument(questions.length);
  const answer = await deps.shopify.query({ shop, document, variables, schema: answerSchema });
  return questions.map((question, i) => [
    question.key,
    readAnswer(question, { orders: answer[`o${i}`], customer: answer[`c${i}`] }),
  ]);
}

/**
 * Asks Shopify itself who has bought since: its webhooks may be a day late. By checkout, cart and
 * customer (or the customer with that phone); e-mail addresses are not kept in clear, so those are
 * matched on received orders only.
 * @returns by key; null means "has not bought"
 * @throws ShopifyError when there is no answer: then nobody may be reminded
 */
export async function askPurchases(
  deps: Deps,
  shop: string,
  questions: ShopifyQuestion[],
): Promise<Map<string, PurchaseMatch | null>> {
  const answers = new Map<string, PurchaseMatch | null>();
  for (let start = 0; start < questions.length; start += PERSONS_PER_QUESTION) {
    const part = questions.slice(start, start + PERSONS_PER_QUESTION);
    for (const [key, match] of await askSome(deps, shop, part)) answers.set(key, match);
  }
  return answers;
}
