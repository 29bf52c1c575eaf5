import {
  wordingParts,
  type Wording,
  type WordingLocale,
  type WordingPart,
} from "./wording.types.ts";

type Translated = Exclude<WordingPart, "shop" | "whatsapp" | "stop" | "privacy">;

// Word stems by which each part is recognised. Good enough to catch a part that was forgotten or cut
// out; whether a sentence is good law is for people to read.
const STEMS: Readonly<Record<WordingLocale, Readonly<Record<Translated, RegExp>>>> = {
  en: {
    advertising: /marketing|advertis/i,
    number: /number/i,
    reminders: /reminder.*cart/i,
    recommendations: /recommendation.*purchases/i,
    offers: /offers/i,
    taps: /links.*\btap/i,
    voluntary: /voluntary/i,
    withdrawal: /withdraw.*at any time/i,
    button: /button/i,
  },
  de: {
    advertising: /werbung/i,
    number: /mobilnummer/i,
    reminders: /erinnerung.*warenkorb/i,
    recommendations: /empfehlung.*einkäufe/i,
    offers: /angebote/i,
    taps: /links.*antippe/i,
    voluntary: /freiwillig/i,
    withdrawal: /jederzeit.*widerruf/i,
    button: /button/i,
  },
  fr: {
    advertising: /publicitaire/i,
    number: /numéro/i,
    reminders: /rappel.*panier/i,
    recommendations: /recommandation.*achats/i,
    offers: /offres/i,
    taps: /liens.*appuie/i,
    voluntary: /facultatif/i,
    withdrawal: /retirer à tout moment/i,
    button: /bouton/i,
  },
  es: {
    advertising: /publicitario/i,
    number: /número/i,
    reminders: /recordatorio.*carrito/i,
    recommendations: /recomendacion.*compras/i,
    offers: /ofertas/i,
    taps: /enlaces.*pulso/i,
    voluntary: /voluntari/i,
    withdrawal: /retirar.*en cualquier momento/i,
    button: /botón/i,
  },
  it: {
    advertising: /pubblicitari/i,
    number: /numero/i,
    reminders: /promemoria.*carrello/i,
    recommendations: /consigli.*acquisti/i,
    offers: /offerte/i,
    taps: /link.*tocco/i,
    voluntary: /facoltativ/i,
    withdrawal: /revocar.*in qualsiasi momento/i,
    button: /pulsante/i,
  },
  nl: {
    advertising: /reclame/i,
    number: /nummer/i,
    reminders: /herinnering.*winkelwagen/i,
    recommendations: /aanbeveling.*aankopen/i,
    offers: /aanbiedingen/i,
    taps: /links.*tik/i,
    voluntary: /vrijwillig/i,
    withdrawal: /elk moment intrekken/i,
    button: /knop/i,
  },
  "pt-BR": {
    advertising: /publicitári/i,
    number: /número/i,
    reminders: /lembrete.*carrinho/i,
    recommendations: /recomendaç.*compras/i,
    offers: /ofertas/i,
    taps: /links.*toco/i,
    voluntary: /opciona/i,
    withdrawal: /revog.*a qualquer momento/i,
    button: /botão/i,
  },
  pl: {
    advertising: /reklamow/i,
    number: /numer/i,
    reminders: /przypomnieni.*koszyk/i,
    recommendations: /rekomendacj.*zakup/i,
    offers: /oferty/i,
    taps: /linki.*otwieram/i,
    voluntary: /dobrowoln/i,
    withdrawal: /w każdej chwili wycofać/i,
    button: /przycisk/i,
  },
  tr: {
    advertising: /reklam/i,
    number: /numara/i,
    reminders: /sepet.*hatırlatma/i,
    recommendations: /alışveriş.*öneri/i,
    offers: /kampanya/i,
    taps: /bağlantı.*dokun/i,
    voluntary: /isteğe bağlı/i,
    withdrawal: /istediğim zaman geri al/i,
    button: /düğme/i,
  },
};

function isSaid(part: WordingPart, wording: Wording, locale: WordingLocale): boolean {
  const { sentence, privacyPolicy } = wording;
  switch (part) {
    case "shop":
      return sentence.includes("{{shop}}");
    case "whatsapp":
      return sentence.includes("WhatsApp");
    case "stop":
      return /\bSTOP\b/.test(sentence);
    case "privacy":
      return sentence.includes("{{privacy}}") && privacyPolicy.trim() !== "";
    default:
      return STEMS[locale][part].test(sentence);
  }
}

/** The parts that a consent sentence, with its gaps still open, does not say. Empty is good. */
export function checkWording(wording: Wording, locale: WordingLocale): readonly WordingPart[] {
  return wordingParts.filter((part) => !isSaid(part, wording, locale));
}
