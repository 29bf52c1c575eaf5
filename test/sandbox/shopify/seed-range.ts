import { ONE, type SeedProduct } from "./seed.types.ts";

/**
 * What goes with the linen: for the bed, the table, the kitchen, the bath; what is used up and
 * bought again; and a spare part, which nothing goes with and whose buyers pay cents.
 */
export const RANGE: SeedProduct[] = [
  {
    handle: "leinen-spannbettlaken",
    title: { de: "Spannbettlaken Leinen", en: "Linen fitted sheet" },
    description: {
      de: "Rundum mit Gummizug, für Matratzen bis 25 cm. Passt zur Bettwäsche.",
      en: "Elastic all around, for mattresses up to 25 cm. Made to go with the bedding.",
    },
    productType: "Bettwäsche",
    tags: ["schlafen", "leinen"],
    variants: [
      { title: { de: "90 × 200 cm", en: "90 × 200 cm" }, price: 8900 },
      { title: { de: "160 × 200 cm", en: "160 × 200 cm" }, price: 9900 },
    ],
  },
  {
    handle: "leinen-kopfkissen",
    title: { de: "Kopfkissenbezüge, zwei Stück", en: "Pillowcases, set of two" },
    description: {
      de: "Zwei Bezüge 80 × 80 cm mit Hotelverschluss, aus demselben Leinen wie die Bettwäsche.",
      en: "Two envelope pillowcases, 80 × 80 cm, of the same linen as the bedding.",
    },
    productType: "Bettwäsche",
    tags: ["schlafen", "leinen"],
    variants: [{ title: ONE, price: 4900 }],
  },
  {
    handle: "wolldecke",
    title: { de: "Wolldecke mit Fransen", en: "Wool blanket with fringes" },
    description: {
      de: "Schurwolle aus der Rhön, 140 × 200 cm, mit breitem Streifen.",
      en: "Virgin wool from the Rhön hills, 140 × 200 cm, with a broad stripe.",
    },
    productType: "Decken",
    tags: ["schlafen", "wohnen", "wolle"],
    variants: [{ title: ONE, price: 12900 }],
  },
  {
    handle: "leinen-tischlaeufer",
    title: { de: "Tischläufer Leinen", en: "Linen table runner" },
    description: {
      de: "40 × 150 cm mit blauer Webkante, passt zu Tischdecke und Servietten.",
      en: "40 × 150 cm with a blue woven edge, to go with tablecloth and napkins.",
    },
    productType: "Tisch",
    tags: ["tisch", "leinen"],
    variants: [{ title: ONE, price: 4200 }],
  },
  {
    handle: "steingut-teller",
    title: { de: "Teller aus Steingut", en: "Stoneware plate" },
    description: {
      de: "Von Hand gedreht, 26 cm, spülmaschinenfest.",
      en: "Thrown by hand, 26 cm, dishwasher-safe.",
    },
    productType: "Geschirr",
    tags: ["tisch", "keramik"],
    variants: [
      { title: { de: "Weiß", en: "White" }, price: 2600 },
      { title: { de: "Blau", en: "Blue" }, price: 2600 },
    ],
  },
  {
    handle: "steingut-schale",
    title: { de: "Schale aus Steingut", en: "Stoneware bowl" },
    description: {
      de: "Für Müsli, Suppe oder Obst, 600 ml, salbeigrün glasiert.",
      en: "For cereal, soup or fruit, 600 ml, glazed in sage green.",
    },
    productType: "Geschirr",
    tags: ["tisch", "keramik"],
    variants: [{ title: ONE, price: 2900 }],
  },
  {
    handle: "steingut-kanne",
    title: { de: "Kanne aus Steingut", en: "Stoneware jug" },
    description: {
      de: "1,2 Liter, für Wasser, Milch oder Kaffee.",
      en: "1.2 litres, for water, milk or coffee.",
    },
    productType: "Geschirr",
    tags: ["tisch", "kaffee", "keramik"],
    variants: [{ title: ONE, price: 4900 }],
  },
  {
    handle: "roestkaffee",
    title: { de: "Röstkaffee, ganze Bohne", en: "Roasted coffee, whole beans" },
    description: {
      de: "Aus der Rösterei nebenan: Schokolade, Haselnuss, wenig Säure.",
      en: "From the roastery next door: chocolate, hazelnut, low acidity.",
    },
    productType: "Kaffee",
    tags: ["kaffee", "vorrat"],
    variants: [
      { title: { de: "250 g", en: "250 g" }, price: 1390 },
      { title: { de: "1 kg", en: "1 kg" }, price: 4690 },
    ],
  },
  {
    handle: "kaffeefilter",
    title: { de: "Kaffeefilter, 100 Stück", en: "Coffee filters, 100 pieces" },
    description: {
      de: "Ungebleichtes Papier, Größe 4.",
      en: "Unbleached paper, size 4.",
    },
    productType: "Kaffee",
    tags: ["kaffee", "vorrat"],
    variants: [{ title: ONE, price: 490 }],
  },
  {
    handle: "leinen-waschmittel",
    title: { de: "Waschmittel für Leinen", en: "Linen detergent" },
    description: {
      de: "Ohne Bleiche und Weichspüler, 750 ml für 25 Wäschen.",
      en: "No bleach, no softener, 750 ml for 25 washes.",
    },
    productType: "Pflege",
    tags: ["pflege", "leinen", "vorrat"],
    variants: [{ title: ONE, price: 1490 }],
  },
  {
    handle: "olivenseife",
    title: { de: "Olivenseife", en: "Olive oil soap" },
    description: {
      de: "Kalt gerührt, sechs Wochen gereift, 100 g.",
      en: "Cold-processed and cured for six weeks, 100 g.",
    },
    productType: "Pflege",
    tags: ["bad", "pflege", "vorrat"],
    variants: [{ title: ONE, price: 790 }],
  },
  {
    handle: "seifenschale",
    title: { de: "Seifenschale aus Steingut", en: "Stoneware soap dish" },
    description: {
      de: "Mit Rillen, damit die Seife trocken liegt.",
      en: "Ridged, so that the soap stays dry.",
    },
    productType: "Bad",
    tags: ["bad", "keramik"],
    variants: [{ title: ONE, price: 1800 }],
  },
  {
    handle: "badematte",
    title: { de: "Badematte", en: "Bath mat" },
    description: {
      de: "Schwere Baumwolle mit Rippe, 60 × 90 cm, passt zum Handtuch.",
      en: "Heavy ribbed cotton, 60 × 90 cm, to go with the towel.",
    },
    productType: "Bad",
    tags: ["bad", "baumwolle"],
    variants: [{ title: ONE, price: 4500 }],
  },
  {
    handle: "kerzenhalter",
    title: { de: "Kerzenhalter Messing", en: "Brass candle holder" },
    description: {
      de: "Gegossen und von Hand poliert, für Stabkerzen mit 22 mm.",
      en: "Cast and polished by hand, for 22 mm candles.",
    },
    productType: "Wohnen",
    tags: ["wohnen", "kerze"],
    variants: [{ title: ONE, price: 3800 }],
  },
  {
    handle: "perlmuttknopf",
    title: { de: "Perlmuttknopf als Ersatz", en: "Spare mother-of-pearl button" },
    description: {
      de: "Ein Knopf, 15 mm, mit zwei Löchern. Zum Annähen.",
      en: "One button, 15 mm, with two holes. To sew on.",
    },
    productType: "Kurzwaren",
    tags: ["ersatzteil"],
    variants: [{ title: ONE, price: 90 }],
  },
];

/** The shop's collections by handle, with the handles of their products. */
export const COLLECTIONS: Record<string, string[]> = {
  schlafen: [
    "leinen-bettwaesche",
    "leinen-spannbettlaken",
    "leinen-kopfkissen",
    "leinen-kissen",
    "wolldecke",
  ],
  tisch: [
    "leinen-tischdecke",
    "leinen-servietten",
    "leinen-tischlaeufer",
    "steingut-teller",
    "steingut-schale",
    "steingut-kanne",
  ],
  kueche: ["geschirrtuch", "leinen-schuerze", "steingut-becher", "steingut-schale"],
  kaffee: ["roestkaffee", "kaffeefilter", "steingut-becher", "steingut-kanne"],
  bad: ["waffelhandtuch", "badematte", "olivenseife", "seifenschale"],
  wohnen: ["leinen-vorhang", "leinen-kissen", "wolldecke", "bienenwachskerze", "kerzenhalter"],
  pflege: ["leinen-waschmittel", "olivenseife"],
};
