/** What one search, and one person, take at most of a query's 1,000 points (contract 8). */
export const POINTS_PER_SEARCH = 4;
export const POINTS_PER_PERSON = 2;

function times(count: number, write: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => write(index));
}

function searchField(index: number): string {
  return `
    o${index}: orders(first: 1, query: $o${index}, sortKey: CREATED_AT, reverse: true) {
      nodes { createdAt checkoutToken cartToken }
    }`;
}

function personField(index: number): string {
  return `
    c${index}: customerByIdentifier(identifier: $c${index}) { lastOrder { createdAt } }`;
}

/**
 * One document that asks about several checkouts and persons at once, by aliases. `$oN` is an order
 * search ("checkout_token:… OR cart_token:…"), `$cN` says by what to find a customer.
 */
export function purchasesDocument(searches: number, persons = searches): string {
  const variables = [
    ...times(searches, (i) => `$o${i}: String!`),
    ...times(persons, (i) => `$c${i}: CustomerIdentifierInput!`),
  ];
  const fields = [...times(searches, searchField), ...times(persons, personField)];
  return `#graphql
  query Purchases(${variables.join(", ")}) {${fields.join("")}
  }`;
}
