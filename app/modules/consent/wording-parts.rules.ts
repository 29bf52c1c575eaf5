import {
  wordingParts,
  type Wording,
  type WordingLocale,
  type WordingPart,
} from "./wording.types.ts";

type Translated = Exclude<WordingPart, "shop" | "whatsapp" | "stop" | "privacy">;

// Word stems by which each part is recognised: every one of a list has to be said, wherever. Good enough to
// catch a part that was forgotten or cut out; whether a sentence is good law is for people to read.
const STEMS: Readonly<Record<WordingLocale, Readonly<Record<Translated, readonly RegExp[]>>>> = {
  en: {
    advertising: [/marketing|advertis|promotion|\bads\b/i],
    number: [/number/i],
    reminders: [/remind/i, /cart|basket|checkout/i],
    recommendations: [/recommend|suggest/i, /purchase|bought|order|buy/i],
    offers: [/offer|deal|discount/i],
    taps: [/links/i, /\btap|click/i],
    voluntary: [/voluntar|not a condition|optional/i],
    withdrawal: [/withdr[ae]w|revoke|unsubscribe|opt out/i, /any ?time/i],
    button: [/button/i],
  },
  de: {
    advertising: [/werb/i],
    number: [/nummer/i],
    reminders: [/erinner/i, /warenkorb|warenkörbe|einkaufswagen/i],
    recommendations: [/empfehl|vorschl[aä]g/i, /einkäuf|einkauf|käufe|gekauft|bestell/i],
    offers: [/angebot|rabatt|aktion/i],
    taps: [/links/i, /antipp|anklick|klick|tippe/i],
    voluntary: [/freiwillig|keine bedingung/i],
    withdrawal: [/widerruf|widersprech|abmeld/i, /jederzeit/i],
    button: [/button|schaltfläche|knopf/i],
  },
  fr: {
    advertising: [/public|promotion/i],
    number: [/numéro/i],
    reminders: [/rappel/i, /panier/i],
    recommendations: [/recommand|suggestion|conseil/i, /achat|command/i],
    offers: [/offres|promotions|réductions/i],
    taps: [/liens/i, /appui|cliqu|clic|touch/i],
    voluntary: [/facultati|volontaire|libre/i],
    withdrawal: [/retir|révoqu|désinscri/i, /à tout moment/i],
    button: [/bouton/i],
  },
  es: {
    advertising: [/publici|promoci/i],
    number: [/número/i],
    reminders: [/recorda/i, /carrito|cesta/i],
    recommendations: [/recomend|sugerenc/i, /compra|pedido/i],
    offers: [/ofertas|descuentos/i],
    taps: [/enlaces/i, /puls|clic|toc/i],
    voluntary: [/voluntari|opcional/i],
    withdrawal: [/retirar|revocar|darme de baja/i, /en cualquier momento/i],
    button: [/botón/i],
  },
  it: {
    advertising: [/pubblicit|promozional/i],
    number: [/numero/i],
    reminders: [/promemoria/i, /carrello/i],
    recommendations: [/consigli|raccomanda|suggeriment/i, /acquist|ordin/i],
    offers: [/offerte|sconti/i],
    taps: [/link/i, /tocc|clic/i],
    voluntary: [/facoltativ|volontari/i],
    withdrawal: [/revoc|ritir|disiscri/i, /in qualsiasi momento|in ogni momento/i],
    button: [/pulsante|bottone/i],
  },
  nl: {
    advertising: [/reclame|advertenti|promotie/i],
    number: [/nummer/i],
    reminders: [/herinner/i, /winkelwagen|winkelmand/i],
    recommendations: [/aanbevel|suggesti|tips/i, /aankop|gekocht|bestel/i],
    offers: [/aanbieding|korting/i],
    taps: [/links/i, /tik|klik/i],
    voluntary: [/vrijwillig/i],
    withdrawal: [/intrek|afmeld/i, /elk moment|altijd|te allen tijde/i],
    button: [/knop/i],
  },
  "pt-BR": {
    advertising: [/publici|promocion/i],
    number: [/número/i],
    reminders: [/lembrete/i, /carrinho/i],
    recommendations: [/recomenda|sugest/i, /compra|pedido/i],
    offers: [/ofertas|descontos/i],
    taps: [/links/i, /toc|clic/i],
    voluntary: [/opciona|voluntári/i],
    withdrawal: [/revog|retir|cancel/i, /a qualquer momento/i],
    button: [/botão/i],
  },
  pl: {
    advertising: [/reklam|marketing|promocyjn/i],
    number: [/numer/i],
    reminders: [/przypom/i, /koszyk/i],
    recommendations: [/rekomendac|poleca|propozyc/i, /zakup|zamówie/i],
    offers: [/ofert|rabat|promocj/i],
    taps: [/link/i, /otwieram|klika/i],
    voluntary: [/dobrowoln/i],
    withdrawal: [/wycofa|odwoła|zrezygn/i, /w każdej chwili/i],
    button: [/przycisk/i],
  },
  tr: {
    advertising: [/reklam|tanıtım|pazarlama/i],
    number: [/numara/i],
    reminders: [/hatırlat/i, /sepet/i],
    recommendations: [/öneri|tavsiye/i, /alışveriş|satın|sipariş/i],
    offers: [/kampanya|indirim|teklif/i],
    taps: [/bağlantı/i, /dokun|tıkla/i],
    voluntary: [/isteğe bağlı|gönüllü/i],
    withdrawal: [/geri al|vazgeç/i, /istediğim zaman|her zaman|dilediğim zaman/i],
    button: [/düğme|buton/i],
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
      return STEMS[locale][part].every((stem) => stem.test(sentence));
  }
}

/** The parts that a consent sentence, with its gaps still open, does not say. Empty is good. */
export function checkWording(wording: Wording, locale: WordingLocale): readonly WordingPart[] {
  return wordingParts.filter((part) => !isSaid(part, wording, locale));
}
