/** The phone of the burst's nth shopper, as the Shopify stand-in writes it ("+49151{i}", seven digits). */
export function phoneOf(number: number): string {
  return `+49151${String(number).padStart(7, "0")}`;
}
