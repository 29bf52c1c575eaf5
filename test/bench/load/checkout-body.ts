import { createHash } from "node:crypto";

const TITLES = ["Linen duvet cover", "Washed pillow case", "Waffle towel", "Table runner", "Apron"];
const VARIANTS = ["Natural / 135 x 200", "Rust / 40 x 80", "Sage / Large", "Indigo / 50 x 150"];
const NAMES = ["Asha", "Jürgen", "Chloë", "Mateusz", "Ayşe", "Noah"];

/** The same hexadecimal digits for the same checkout, as if Shopify had made them. */
function digits(index: number, purpose: string, length: number): string {
  return createHash("sha256").update(`${purpose}:${index}`).digest("hex").slice(0, length);
}

function lineItem(index: number, at: number) {
  const product = 8_000_000_000_000 + ((index * 7 + at * 131) % 4000);
  const price = `${19 + ((index + at) % 90)}.90`;
  return {
    product_id: product,
    variant_id: product + 36_000_000_000_000,
    title: TITLES[(index + at) % TITLES.length],
    variant_title: VARIANTS[(index * 3 + at) % VARIANTS.length],
    quantity: 1 + ((index + at) % 3),
    price,
    line_price: price,
    gift_card: false,
  };
}

function customerOf(index: number, email: string, phone: string, name: string | undefined) {
  if (index % 3 === 0) return null; // a guest
  const id = 7_000_000_000_000 + index;
  return { id, email, phone: index % 2 === 0 ? phone : null, first_name: name };
}

/**
 * The body of one checkouts/update (contract 2.6) as `include_fields` of shopify.app.toml leaves it:
 * 3 to 6 KB, 8 to 15 items, one person per checkout.
 */
export function checkoutBody(index: number, shop: string): string {
  const token = digits(index, "checkout", 32);
  const name = NAMES[index % NAMES.length];
  const email = `${digits(index, "mail", 10)}@mail.example`;
  const phone = `+49151${String(20_000_000 + index)}`;
  const address = { first_name: name, phone, country_code: "DE", province_code: null };
  return JSON.stringify({
    token,
    cart_token: `hWN${digits(index, "cart", 29)}`,
    name: `#${34_000_000_000_000 + index}`,
    email,
    phone: index % 4 === 0 ? phone : null,
    customer_locale: "de-DE",
    customer: customerOf(index, email, phone, name),
    shipping_address: address,
    billing_address: { ...address, phone: index % 2 === 0 ? phone : null },
    line_items: Array.from({ length: 8 + (index % 8) }, (_, at) => lineItem(index, at)),
    note_attributes: [{ name: "_wa_optin", value: digits(index, "optin", 32) }],
    abandoned_checkout_url: `https://${shop}/6543/checkouts/ac/${token}/recover?key=${digits(index, "key", 32)}&locale=de-DE`,
    source_name: "web",
    currency: "EUR",
    presentment_currency: "EUR",
    total_price: "412.60",
    created_at: "2026-11-22T09:00:00+01:00",
    updated_at: "2026-11-22T09:04:10+01:00",
    completed_at: null,
    closed_at: null,
  });
}
