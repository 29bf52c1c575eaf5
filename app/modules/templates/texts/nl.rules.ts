import type { LanguageTexts } from "./texts.types.ts";

export const nl: LanguageTexts = {
  nobody: "daar",
  samples: {
    product: "Linnen overhemd",
    price: "€ 49,00",
    offer: "onze nieuwe linnencollectie",
  },
  buttons: {
    toCart: "Naar mijn winkelwagen",
    toProduct: "Bekijken",
    toShop: "Naar de winkel",
    optOut: "Geen reclame meer",
    unsubscribe: "Afmelden",
    confirm: "Ik bevestig",
    decline: "Nee, bedankt",
    stay: "Ja, graag",
  },
  wayOut: {
    reply: {
      app: "Geen reclame meer? Tik hieronder.",
      proxy: "Wil je geen reclame meer? Tik hieronder.",
    },
    link: {
      app: "Geen reclame meer? Meld je hieronder af.",
      proxy: "Wil je geen reclame meer? Meld je hieronder af.",
    },
  },
  replyStop: {
    app: "Antwoord STOP als je geen reclame meer wilt.",
    proxy: "Geen reclame meer? Antwoord STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Hallo {{first_name}}, in je winkelwagen bij {{shop_name}} ligt nog: {{item_summary}}. We hebben hem voor je bewaard.",
    plain:
      "Hallo {{first_name}}, in je winkelwagen bij {{shop_name}} ligt nog: {{item_summary}}. Hij is bewaard, je kunt zo verdergaan.",
  },
  cart_reminder_2: {
    withPicture:
      "Hallo {{first_name}}, een laatste bericht over je winkelwagen bij {{shop_name}}: {{item_summary}}. Hij staat er nog, mocht je terug willen komen.",
    plain:
      "Hallo {{first_name}}, een laatste bericht over je winkelwagen bij {{shop_name}}: {{item_summary}}. Vind je het nog mooi? Je winkelwagen is één tik weg.",
  },
  recommendation: {
    withPicture:
      "Hallo {{first_name}}, dit past bij je laatste bestelling bij {{shop_name}}: {{product_title}} voor {{price}}. Wil je het bekijken?",
    plain:
      "Hallo {{first_name}}, we hebben iets gevonden dat bij je laatste bestelling bij {{shop_name}} past: {{product_title}} voor {{price}}. Kijk gerust even.",
  },
  carousel: {
    opening: "Hallo {{1}}, passend bij je laatste bestelling bij {{2}}: # voor jou.",
    suggestions: {
      2: "twee suggesties",
      3: "drie suggesties",
      4: "vier suggesties",
      5: "vijf suggesties",
    },
    card: "Past bij je bestelling: {{1}} voor {{2}} in de winkel.",
  },
  offer: {
    withPicture:
      "Hallo {{first_name}}, een aanbieding van {{shop_name}} voor jou: {{offer}}. Kopieer hieronder de code en vul hem in bij het afrekenen.",
    plain:
      "Hallo {{first_name}}, {{shop_name}} heeft een aanbieding voor je: {{offer}}. Je kunt je code hieronder kopiëren en bij het afrekenen gebruiken.",
  },
  limited_time_offer: {
    heading: "Korte tijd",
    withPicture:
      "Hallo {{first_name}}, een aanbieding van {{shop_name}} voor korte tijd: {{offer}}. Je code staat hieronder, vul hem gewoon in bij het afrekenen.",
    plain:
      "Hallo {{first_name}}, {{shop_name}} heeft voor korte tijd een aanbieding voor je: {{offer}}. Kopieer hieronder je code en vul hem in bij het afrekenen.",
  },
  consent_renewal: {
    body: "Hallo {{first_name}}, je stemde ooit in met berichten van {{shop_name}} via WhatsApp: herinneringen aan de winkelwagen, aanbevelingen en aanbiedingen. Je hebt lang niets van ons gehoord. Wil je ze blijven ontvangen?",
  },
  double_opt_in: {
    body: "Hallo, dit nummer is bij {{shop_name}} opgegeven voor berichten via WhatsApp: herinneringen aan de winkelwagen, aanbevelingen en aanbiedingen. Bevestig alsjeblieft dat je ze wilt ontvangen.",
    footer: "Zonder je bevestiging ontvang je er geen.",
  },
  opt_out_confirmation: {
    body: "Je bent afgemeld: {{shop_name}} stuurt je via WhatsApp geen reclame meer. Je hoeft verder niets te doen.",
  },
};
