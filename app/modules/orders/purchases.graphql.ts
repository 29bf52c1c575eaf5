/** At most this many persons in one question: each costs about 6 of the 1,000 points (contract 8). */
export const PERSONS_PER_QUESTION = 100;

function personFields(index: number): string {
  return `
    o${index}: orders(first: 1, query: $o${index}, sortKey: CREATED_AT, reverse: true) {
      nodes { createdAt checkoutToken cartToken customer { id } }
    }
    c${index}: customerByIdentifier(identifier: $c${index}) { lastOrder { createdAt } }`;
}

/**
 * One document that asks about several checkouts and persons at once, by aliases. `$oN` is an order
 * search ("checkout_token:… OR cart_token:…"), `$cN` says by what to find the customer.
 */
export function purchasesDocument(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((i) => `$o${i}: String!, $c${i}: CustomerIdentifierInput!`);
  return `#graphql
  query Purchases(${variables.join(", ")}) {${indexes.map(personFields).join("")}
  }`;
}
