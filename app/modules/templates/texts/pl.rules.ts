import type { LanguageTexts } from "./texts.types.ts";

export const pl: LanguageTexts = {
  nobody: "ponownie",
  samples: {
    product: "Lniana koszula",
    price: "49,00 zł",
    offer: "nasza nowa kolekcja z lnu",
  },
  buttons: {
    toCart: "Do koszyka",
    toProduct: "Zobacz",
    toShop: "Do sklepu",
    optOut: "Nie chcę reklam",
    unsubscribe: "Wypisz się",
    confirm: "Potwierdzam",
    decline: "Nie, dziękuję",
    stay: "Tak, chcę nadal",
  },
  wayOut: {
    reply: {
      app: "Nie chcesz reklam? Dotknij poniżej.",
      proxy: "Nie chcesz już reklam? Dotknij poniżej.",
    },
    link: {
      app: "Nie chcesz reklam? Wypisz się poniżej.",
      proxy: "Nie chcesz już reklam? Wypisz się poniżej.",
    },
  },
  replyStop: {
    app: "Odpowiedz STOP, jeśli nie chcesz już reklam.",
    proxy: "Nie chcesz reklam? Odpowiedz STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Cześć {{first_name}}, w Twoim koszyku w sklepie {{shop_name}} nadal czeka: {{item_summary}}. Zachowaliśmy go dla Ciebie.",
    plain:
      "Cześć {{first_name}}, w Twoim koszyku w sklepie {{shop_name}} nadal czeka: {{item_summary}}. Jest zapisany i możesz dokończyć w każdej chwili.",
  },
  cart_reminder_2: {
    withPicture:
      "Cześć {{first_name}}, ostatnia wiadomość o Twoim koszyku w sklepie {{shop_name}}: {{item_summary}}. Nadal tam jest, jeśli chcesz wrócić.",
    plain:
      "Cześć {{first_name}}, ostatnia wiadomość o Twoim koszyku w sklepie {{shop_name}}: {{item_summary}}. Jeśli nadal Ci się podoba, koszyk jest o jedno dotknięcie stąd.",
  },
  recommendation: {
    withPicture:
      "Cześć {{first_name}}, to pasuje do Twojego ostatniego zamówienia w sklepie {{shop_name}}: {{product_title}} za {{price}}. Chcesz zobaczyć?",
    plain:
      "Cześć {{first_name}}, znaleźliśmy coś, co pasuje do Twojego ostatniego zamówienia w sklepie {{shop_name}}: {{product_title}} za {{price}}. Zajrzyj, jeśli masz ochotę.",
  },
  carousel: {
    opening:
      "Cześć {{1}}, do Twojego ostatniego zamówienia w sklepie {{2}} pasuje to: # dla Ciebie.",
    suggestions: {
      2: "dwie propozycje",
      3: "trzy propozycje",
      4: "cztery propozycje",
      5: "pięć propozycji",
    },
    card: "Pasuje do Twojego zamówienia: {{1}} za {{2}} w sklepie.",
  },
  offer: {
    withPicture:
      "Cześć {{first_name}}, oferta od sklepu {{shop_name}} dla Ciebie: {{offer}}. Skopiuj kod poniżej i wpisz go przy kasie.",
    plain:
      "Cześć {{first_name}}, sklep {{shop_name}} ma dla Ciebie ofertę: {{offer}}. Swój kod możesz skopiować poniżej i użyć go przy kasie.",
  },
  limited_time_offer: {
    heading: "Krótki czas",
    withPicture:
      "Cześć {{first_name}}, oferta od sklepu {{shop_name}} na krótki czas: {{offer}}. Twój kod jest poniżej, wystarczy wpisać go przy kasie.",
    plain:
      "Cześć {{first_name}}, sklep {{shop_name}} ma przez krótki czas ofertę dla Ciebie: {{offer}}. Skopiuj swój kod poniżej i wpisz go przy kasie.",
  },
  consent_renewal: {
    body: "Cześć {{first_name}}, kiedyś zgodziłeś się lub zgodziłaś na wiadomości od sklepu {{shop_name}} na WhatsAppie: przypomnienia o koszyku, rekomendacje i oferty. Dawno nie pisaliśmy. Czy chcesz je nadal otrzymywać?",
  },
  double_opt_in: {
    body: "Cześć, ten numer podano w sklepie {{shop_name}}, aby otrzymywać wiadomości na WhatsAppie: przypomnienia o koszyku, rekomendacje i oferty. Potwierdź, proszę, że chcesz je otrzymywać.",
    footer: "Bez Twojego potwierdzenia ich nie otrzymasz.",
  },
  opt_out_confirmation: {
    body: "Rezygnacja przyjęta: sklep {{shop_name}} nie będzie już wysyłać Ci reklam na WhatsAppie. Nie musisz robić nic więcej.",
  },
};
