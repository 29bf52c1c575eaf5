import type { LanguageTexts } from "./texts.types.ts";

export const it: LanguageTexts = {
  nobody: "di nuovo",
  samples: {
    product: "Camicia di lino",
    price: "49,00 €",
    offer: "la nostra nuova collezione di lino",
  },
  buttons: {
    toCart: "Vai al carrello",
    toProduct: "Scopri di più",
    toShop: "Vai al negozio",
    optOut: "Niente più pubblicità",
    unsubscribe: "Disiscriviti",
    confirm: "Confermo",
    decline: "No, grazie",
    stay: "Sì, continuate",
  },
  wayOut: {
    reply: {
      app: "Non vuoi più pubblicità? Tocca qui sotto.",
      proxy: "Se non vuoi più pubblicità, tocca qui sotto.",
    },
    link: {
      app: "Non vuoi più pubblicità? Disiscriviti qui sotto.",
      proxy: "Se non vuoi più pubblicità, disiscriviti qui sotto.",
    },
  },
  replyStop: {
    app: "Rispondi STOP se non vuoi più pubblicità.",
    proxy: "Non vuoi più pubblicità? Rispondi STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Ciao {{first_name}}, nel tuo carrello da {{shop_name}} c'è ancora: {{item_summary}}. Lo abbiamo conservato per te.",
    plain:
      "Ciao {{first_name}}, nel tuo carrello da {{shop_name}} c'è ancora: {{item_summary}}. È salvato e puoi riprendere da dove eri.",
  },
  cart_reminder_2: {
    withPicture:
      "Ciao {{first_name}}, un ultimo promemoria sul tuo carrello da {{shop_name}}: {{item_summary}}. È ancora lì, se vuoi tornare.",
    plain:
      "Ciao {{first_name}}, un ultimo promemoria sul tuo carrello da {{shop_name}}: {{item_summary}}. Se ti piace ancora, è a portata di tocco.",
  },
  recommendation: {
    withPicture:
      "Ciao {{first_name}}, questo si abbina al tuo ultimo ordine da {{shop_name}}: {{product_title}} a {{price}}. Ti va di vederlo?",
    plain:
      "Ciao {{first_name}}, abbiamo trovato qualcosa che si abbina al tuo ultimo ordine da {{shop_name}}: {{product_title}} a {{price}}. Dai un'occhiata, se ti va.",
  },
  carousel: {
    opening: "Ciao {{1}}, si abbinano al tuo ultimo ordine da {{2}}: # per te.",
    suggestions: {
      2: "due proposte",
      3: "tre proposte",
      4: "quattro proposte",
      5: "cinque proposte",
    },
    card: "Si abbina al tuo ordine: {{1}} a {{2}} nel negozio.",
  },
  offer: {
    withPicture:
      "Ciao {{first_name}}, un'offerta di {{shop_name}} per te: {{offer}}. Copia il codice qui sotto e inseriscilo alla cassa.",
    plain:
      "Ciao {{first_name}}, {{shop_name}} ha un'offerta per te: {{offer}}. Puoi copiare il tuo codice qui sotto e usarlo alla cassa.",
  },
  limited_time_offer: {
    heading: "Per poco tempo",
    withPicture:
      "Ciao {{first_name}}, un'offerta di {{shop_name}} per poco tempo: {{offer}}. Il tuo codice è qui sotto, basta inserirlo alla cassa.",
    plain:
      "Ciao {{first_name}}, {{shop_name}} ha per poco tempo un'offerta per te: {{offer}}. Copia il tuo codice qui sotto e inseriscilo alla cassa.",
  },
  consent_renewal: {
    body: "Ciao {{first_name}}, avevi accettato di ricevere messaggi da {{shop_name}} su WhatsApp: promemoria del carrello, consigli e offerte. Non ti scriviamo da molto tempo. Vuoi continuare a riceverli?",
  },
  double_opt_in: {
    body: "Ciao, questo numero è stato indicato da {{shop_name}} per ricevere messaggi su WhatsApp: promemoria del carrello, consigli e offerte. Conferma, per favore, che desideri riceverli.",
    footer: "Senza la tua conferma non ne riceverai.",
  },
  opt_out_confirmation: {
    body: "Disiscrizione completata: {{shop_name}} non ti invierà più pubblicità su WhatsApp. Non devi fare altro.",
  },
};
