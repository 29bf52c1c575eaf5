import { COLLECTIONS, RANGE } from "./seed-range.ts";
import { ONE, type SeedProduct } from "./seed.types.ts";
import type { Product } from "./shopify.types.ts";

/** The range of the demo shop "Leinenwerk": linen and things for the home. Prices in cents. */
const LEINENWERK: SeedProduct[] = [
  {
    handle: "leinen-bettwaesche",
    title: { de: "Bettwäsche aus gewaschenem Leinen", en: "Washed linen bedding set" },
    description: {
      de: "Ein Bezug und ein Kissenbezug aus europäischem Flachs, steingewaschen und ab der ersten Nacht weich.",
      en: "One duvet cover and one pillowcase of European flax, stonewashed and soft from the first night.",
    },
    productType: "Bettwäsche",
    tags: ["schlafen", "leinen"],
    variants: [
      { title: { de: "135 × 200 cm", en: "135 × 200 cm" }, price: 14900 },
      { title: { de: "155 × 220 cm", en: "155 × 220 cm" }, price: 17900 },
    ],
  },
  {
    handle: "leinen-kissen",
    title: { de: "Kissenbezug Leinen", en: "Linen cushion cover" },
    description: {
      de: "Schwerer Leinenstoff mit verdecktem Reißverschluss, 50 × 50 cm. Ohne Füllung.",
      en: "Heavy linen with a hidden zip, 50 × 50 cm. Filling not included.",
    },
    productType: "Kissen",
    tags: ["wohnen", "leinen"],
    variants: [
      { title: { de: "Sand", en: "Sand" }, price: 3400 },
      { title: { de: "Salbei", en: "Sage" }, price: 3400 },
    ],
  },
  {
    handle: "leinen-tischdecke",
    title: { de: "Tischdecke aus Leinen", en: "Linen tablecloth" },
    description: {
      de: "140 × 250 cm, mit handgenähter Briefecke. Wird mit jeder Wäsche weicher.",
      en: "140 × 250 cm with hand-sewn mitred corners. Softer with every wash.",
    },
    productType: "Tisch",
    tags: ["tisch", "leinen"],
    variants: [{ title: ONE, price: 8900 }],
  },
  {
    handle: "leinen-servietten",
    title: { de: "Servietten, vier Stück", en: "Napkins, set of four" },
    description: {
      de: "Vier Leinenservietten, 42 × 42 cm, farblich passend zur Tischdecke.",
      en: "Four linen napkins, 42 × 42 cm, in colours that match the tablecloth.",
    },
    productType: "Tisch",
    tags: ["tisch", "leinen"],
    variants: [{ title: ONE, price: 3600 }],
  },
  {
    handle: "geschirrtuch",
    title: { de: "Geschirrtuch, zwei Stück", en: "Tea towels, set of two" },
    description: {
      de: "Halbleinen mit Aufhänger, saugt gut und fusselt nicht.",
      en: "Linen and cotton with a loop; dries well and leaves no lint.",
    },
    productType: "Küche",
    tags: ["küche", "leinen"],
    variants: [{ title: ONE, price: 1900 }],
  },
  {
    handle: "leinen-schuerze",
    title: { de: "Küchenschürze Leinen", en: "Linen apron" },
    description: {
      de: "Gekreuzte Träger, zwei große Taschen, keine Knoten im Nacken.",
      en: "Cross-back straps, two large pockets, nothing to tie at the neck.",
    },
    productType: "Küche",
    tags: ["küche", "leinen"],
    variants: [
      { title: { de: "Natur", en: "Natural" }, price: 5400 },
      { title: { de: "Anthrazit", en: "Charcoal" }, price: 5400 },
    ],
  },
  {
    handle: "waffelhandtuch",
    title: { de: "Handtuch Waffelpiqué", en: "Waffle towel" },
    description: {
      de: "Leinen und Baumwolle, trocknet schnell, 70 × 140 cm.",
      en: "Linen and cotton, quick to dry, 70 × 140 cm.",
    },
    productType: "Bad",
    tags: ["bad", "leinen"],
    variants: [{ title: ONE, price: 3900 }],
  },
  {
    handle: "leinen-vorhang",
    title: { de: "Vorhang aus Leinen", en: "Linen curtain" },
    description: {
      de: "Halbtransparent, mit Schlaufen, 140 × 260 cm.",
      en: "Semi-sheer with tab tops, 140 × 260 cm.",
    },
    productType: "Wohnen",
    tags: ["wohnen", "leinen"],
    variants: [{ title: ONE, price: 11900 }],
  },
  {
    handle: "steingut-becher",
    title: { de: "Becher aus Steingut", en: "Stoneware mug" },
    description: {
      de: "Von Hand gedreht, 300 ml, spülmaschinenfest. Jeder ein wenig anders.",
      en: "Thrown by hand, 300 ml, dishwasher-safe. No two quite alike.",
    },
    productType: "Küche",
    tags: ["küche", "keramik"],
    variants: [
      { title: { de: "Weiß", en: "White" }, price: 2400 },
      { title: { de: "Blau", en: "Blue" }, price: 2400 },
    ],
  },
  {
    handle: "bienenwachskerze",
    title: { de: "Kerze aus Bienenwachs", en: "Beeswax candle" },
    description: {
      de: "Brennt rund 40 Stunden und duftet leise nach Honig.",
      en: "Burns for about 40 hours, with a faint scent of honey.",
    },
    productType: "Wohnen",
    tags: ["wohnen", "kerze"],
    variants: [{ title: ONE, price: 2200 }],
  },
];

/** First product id; product n has id 7001+n, its variants id*10+1, id*10+2. Stable, so tests can name them. */
const FIRST_ID = 7001;

/** In the online store, everywhere alike. */
export function onSale(): Pick<Product, "status" | "published" | "markets"> {
  return { status: "active", published: true, markets: {} };
}

/** The default catalogue, dated `at` (ISO). */
export function leinenwerkProducts(at: string): Product[] {
  return [...LEINENWERK, ...RANGE].map((seed, index) => ({
    id: FIRST_ID + index,
    handle: seed.handle,
    title: seed.title,
    description: seed.description,
    vendor: "Leinenwerk",
    productType: seed.productType,
    tags: seed.tags,
    collections: Object.keys(COLLECTIONS).filter((key) => COLLECTIONS[key]?.includes(seed.handle)),
    ...onSale(),
    picture: `/pictures/${seed.handle}.jpg`,
    variants: seed.variants.map((variant, position) => ({
      id: (FIRST_ID + index) * 10 + position + 1,
      title: variant.title,
      priceMinor: variant.price,
      compareAtMinor: null,
      sku: `LW-${FIRST_ID + index}-${position + 1}`,
      available: variant.available ?? true,
    })),
    createdAt: at,
    updatedAt: at,
  }));
}
