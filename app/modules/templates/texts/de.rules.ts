import type { LanguageTexts } from "./texts.types.ts";

export const de: LanguageTexts = {
  nobody: "nochmal",
  samples: {
    product: "Leinenhemd",
    price: "49,00 €",
    offer: "unsere neue Leinenkollektion",
  },
  buttons: {
    toCart: "Zum Warenkorb",
    toProduct: "Ansehen",
    toShop: "Zum Shop",
    optOut: "Keine Werbung mehr",
    unsubscribe: "Abmelden",
    confirm: "Ja, ich bestätige",
    decline: "Nein, danke",
    stay: "Ja, gern weiter",
  },
  wayOut: {
    reply: {
      app: "Keine Werbung mehr? Tippe unten.",
      proxy: "Du möchtest keine Werbung mehr? Tippe unten.",
    },
    link: {
      app: "Keine Werbung mehr? Melde dich unten ab.",
      proxy: "Du möchtest keine Werbung mehr? Melde dich unten ab.",
    },
  },
  replyStop: {
    app: "Antworte STOP, wenn du keine Werbung mehr möchtest.",
    proxy: "Keine Werbung mehr? Antworte STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Hallo {{first_name}}, in deinem Warenkorb bei {{shop_name}} liegt noch: {{item_summary}}. Wir haben ihn für dich gespeichert.",
    plain:
      "Hallo {{first_name}}, in deinem Warenkorb bei {{shop_name}} liegt noch: {{item_summary}}. Er ist gespeichert, du kannst einfach weitermachen.",
  },
  cart_reminder_2: {
    withPicture:
      "Hallo {{first_name}}, ein letzter Hinweis zu deinem Warenkorb bei {{shop_name}}: {{item_summary}}. Er ist noch da, wenn du zurückkommen magst.",
    plain:
      "Hallo {{first_name}}, ein letzter Hinweis zu deinem Warenkorb bei {{shop_name}}: {{item_summary}}. Wenn es dir noch gefällt: Er ist nur einen Tipp entfernt.",
  },
  recommendation: {
    withPicture:
      "Hallo {{first_name}}, das passt zu deiner letzten Bestellung bei {{shop_name}}: {{product_title}} für {{price}}. Magst du es dir ansehen?",
    plain:
      "Hallo {{first_name}}, zu deiner letzten Bestellung bei {{shop_name}} haben wir etwas Passendes gefunden: {{product_title}} für {{price}}. Schau gern vorbei.",
  },
  carousel: {
    opening: "Hallo {{1}}, passend zu deiner letzten Bestellung bei {{2}}: # für dich.",
    suggestions: {
      2: "zwei Vorschläge",
      3: "drei Vorschläge",
      4: "vier Vorschläge",
      5: "fünf Vorschläge",
    },
    card: "Passt zu deiner Bestellung: {{1}} für {{2}} bei uns im Shop.",
  },
  offer: {
    withPicture:
      "Hallo {{first_name}}, ein Angebot von {{shop_name}} für dich: {{offer}}. Kopiere unten den Code und gib ihn an der Kasse ein.",
    plain:
      "Hallo {{first_name}}, {{shop_name}} hat ein Angebot für dich: {{offer}}. Deinen Code kannst du unten kopieren und an der Kasse einlösen.",
  },
  limited_time_offer: {
    heading: "Nur kurze Zeit",
    withPicture:
      "Hallo {{first_name}}, ein Angebot von {{shop_name}} für kurze Zeit: {{offer}}. Dein Code steht unten, gib ihn einfach an der Kasse ein.",
    plain:
      "Hallo {{first_name}}, {{shop_name}} hat für kurze Zeit ein Angebot für dich: {{offer}}. Kopiere unten deinen Code und gib ihn an der Kasse ein.",
  },
  consent_renewal: {
    body: "Hallo {{first_name}}, du hast einmal Nachrichten von {{shop_name}} per WhatsApp zugestimmt: Erinnerungen an den Warenkorb, Empfehlungen und Angebote. Du hast lange nichts von uns gehört. Möchtest du sie weiterhin bekommen?",
  },
  double_opt_in: {
    body: "Hallo, diese Nummer wurde bei {{shop_name}} für Nachrichten per WhatsApp angegeben: Erinnerungen an den Warenkorb, Empfehlungen und Angebote. Bitte bestätige, dass du sie bekommen möchtest.",
    footer: "Ohne deine Bestätigung bekommst du keine.",
  },
  opt_out_confirmation: {
    body: "Du bist abgemeldet: {{shop_name}} schickt dir auf WhatsApp keine Werbung mehr. Du musst nichts weiter tun.",
  },
};
