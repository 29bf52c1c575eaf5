import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import type { PurchaseMatch } from "./order.types.ts";
import { POINTS_PER_PERSON, POINTS_PER_SEARCH, purchasesDocument } from "./purchases.graphql.ts";

/** By what Shopify may know the buyer; a customer's id is Shopify's number. */
export interface PersonAsked {
  by: Extract<PurchaseMatch, "customer" | "phone" | "email">;
  value: string;
}

/** What Shopify is asked about one checkout and the person behind it. */
export interface ShopifyQuestion {
  key: string;
  checkoutToken: string | null;
  cartToken: string | null;
  /** every name of theirs that we have, the surest first */
  persons: PersonAsked[];
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

function identifierOf({ by, value }: PersonAsked): Record<string, string> {
  switch (by) {
    case "customer":
      return { id: `gid://shopify/Customer/${value}` };
    case "phone":
      return { phoneNumber: value };
    case "email":
      return { emailAddress: value };
  }
}

function readAnswer(
  question: ShopifyQuestion,
  found: { orders: unknown; customers: unknown[] },
): PurchaseMatch | null {
  const [order] = orders.parse(found.orders).nodes;
  if (order) return order.checkoutToken === question.checkoutToken ? "checkout" : "cart";
  const buyer = question.persons.find((_, i) => {
    const last = customer.parse(found.customers[i])?.lastOrder?.createdAt;
    return last !== undefined && last >= question.since;
  });
  return buyer?.by ?? null;
}

async function askSome(
  deps: Deps,
  shop: string,
  questions: ShopifyQuestion[],
): Promise<[string, PurchaseMatch | null][]> {
  const persons = questions.flatMap((question) => question.persons);
  const variables = {
    ...Object.fromEntries(questions.map((question, i) => [`o${i}`, orderSearch(question)])),
    ...Object.fromEntries(persons.map((person, i) => [`c${i}`, identifierOf(person)])),
  };
  const document = purchasesDocument(questions.length, persons.length);
  const answer = await deps.shopify.query({ shop, document, variables, schema: answerSchema });
  let next = 0;
  return questions.map((question, i) => {
    const customers = question.persons.map(() => answer[`c${next++}`]);
    return [question.key, readAnswer(question, { orders: answer[`o${i}`], customers })];
  });
}

/** A tenth of what one query may cost is left, should Shopify count otherwise than we do. */
const MOST_POINTS = 900;

/** As many questions together as one query may ask. */
function parts(questions: ShopifyQuestion[]): ShopifyQuestion[][] {
  const all: ShopifyQuestion[][] = [];
  let points = MOST_POINTS;
  for (const question of questions) {
    const cost = POINTS_PER_SEARCH + POINTS_PER_PERSON * question.persons.length;
    points += cost;
    if (points > MOST_POINTS) {
      all.push([]);
      points = cost;
    }
    all.at(-1)?.push(question);
  }
  return all;
}

/**
 * Asks Shopify itself who has bought since: its webhooks may be a day late. By checkout and cart, and by
 * every name of the person that is given.
 * @returns by key; null means "has not bought"
 * @throws ShopifyError when there is no answer: then nobody may be reminded
 */
export async function askPurchases(
  deps: Deps,
  shop: string,
  questions: ShopifyQuestion[],
): Promise<Map<string, PurchaseMatch | null>> {
  const answers = new Map<string, PurchaseMatch | null>();
  for (const part of parts(questions)) {
    for (const [key, match] of await askSome(deps, shop, part)) answers.set(key, match);
  }
  return answers;
}
