import type { PreferenceWords } from "./words.ts";

export const pl: PreferenceWords = {
  language: "Polski",
  title: "Wiadomości WhatsApp od {shop}",
  forNumber: "Dla numeru {phone}",
  stopAll: "Zakończ wszystkie wiadomości",
  stopAllText:
    "{shop} nie będzie już wysyłać Ci reklam na WhatsAppie: ani przypomnień, ani rekomendacji, ani ofert. Działa to od razu.",
  one: "Albo zakończ tylko część",
  topics: {
    reminders: "Przypomnienia o koszyku",
    recommendations: "Rekomendacje produktów",
    offers: "Oferty",
    tap_tracking: "Sprawdzanie, które linki otwierasz",
  },
  on: "włączone",
  off: "wyłączone",
  stopOne: "Wyłącz",
  doneAll: "Gotowe. {shop} nie wysyła Ci już reklam na WhatsAppie.",
  doneOne: "Gotowe. Wyłączono: {topic}.",
  out: "Nie otrzymujesz reklam od {shop} na WhatsAppie.",
  comeBack:
    "Zmiana zdania? Tutaj wiadomości można tylko wyłączyć, bo taki link można przekazać dalej. Aby znów je otrzymywać, zaznacz pole przy następnych zakupach w sklepie, a potem napisz do sklepu na WhatsAppie START.",
  languages: "Język",
  toShop: "Przejdź do sklepu",
  again: "Nic do nas nie dotarło. Spróbuj jeszcze raz.",
  unknown: "Ten link nie działa",
  unknownText:
    "Może jest niepełny albo sklep usunął Twoje dane. Jeśli nie chcesz więcej wiadomości, odpowiedz STOP na dowolną wiadomość sklepu na WhatsAppie. To zawsze działa.",
  tooMany: "Zbyt wiele prób",
  tooManyText:
    "Odczekaj minutę i otwórz link z wiadomości jeszcze raz. Jeśli nie chcesz więcej wiadomości, odpowiedz STOP na dowolną wiadomość sklepu na WhatsAppie. To zawsze działa.",
};
