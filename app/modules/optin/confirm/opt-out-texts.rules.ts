/** What an opt-out is confirmed with. No word of advertising; `{{shop}}` is its name. */
interface OptOutTexts {
  all: string;
  reminders: string;
  recommendations: string;
  offers: string;
  /** how to come back, by the person's own word */
  comeBack: string;
}

const TEXTS = {
  en: {
    all: "Understood: {{shop}} will not send you any more promotional messages on WhatsApp.",
    reminders: "Understood: {{shop}} will not send you any more reminders about your cart.",
    recommendations: "Understood: {{shop}} will not send you any more recommendations.",
    offers: "Understood: {{shop}} will not send you any more offers.",
    comeBack: "If you would like to receive them again one day, reply START.",
  },
  de: {
    all: "Alles klar: {{shop}} schickt dir auf WhatsApp keine Werbung mehr.",
    reminders: "Alles klar: {{shop}} erinnert dich nicht mehr an deinen Warenkorb.",
    recommendations: "Alles klar: {{shop}} schickt dir keine Empfehlungen mehr.",
    offers: "Alles klar: {{shop}} schickt dir keine Angebote mehr.",
    comeBack: "Möchtest du sie irgendwann wieder bekommen, schreib START.",
  },
  fr: {
    all: "C'est noté : {{shop}} ne vous enverra plus de publicité sur WhatsApp.",
    reminders: "C'est noté : {{shop}} ne vous enverra plus de rappels de votre panier.",
    recommendations: "C'est noté : {{shop}} ne vous enverra plus de recommandations.",
    offers: "C'est noté : {{shop}} ne vous enverra plus d'offres.",
    comeBack: "Si vous voulez de nouveau en recevoir un jour, répondez START.",
  },
  es: {
    all: "Entendido: {{shop}} no te enviará más publicidad por WhatsApp.",
    reminders: "Entendido: {{shop}} no te enviará más recordatorios de tu carrito.",
    recommendations: "Entendido: {{shop}} no te enviará más recomendaciones.",
    offers: "Entendido: {{shop}} no te enviará más ofertas.",
    comeBack: "Si algún día quieres volver a recibirlos, responde START.",
  },
  it: {
    all: "Va bene: {{shop}} non ti invierà più pubblicità su WhatsApp.",
    reminders: "Va bene: {{shop}} non ti invierà più promemoria sul carrello.",
    recommendations: "Va bene: {{shop}} non ti invierà più consigli.",
    offers: "Va bene: {{shop}} non ti invierà più offerte.",
    comeBack: "Se un giorno vuoi riceverli di nuovo, rispondi START.",
  },
  nl: {
    all: "Begrepen: {{shop}} stuurt je via WhatsApp geen reclame meer.",
    reminders: "Begrepen: {{shop}} herinnert je niet meer aan je winkelwagen.",
    recommendations: "Begrepen: {{shop}} stuurt je geen aanbevelingen meer.",
    offers: "Begrepen: {{shop}} stuurt je geen aanbiedingen meer.",
    comeBack: "Wil je ze ooit weer ontvangen, antwoord dan START.",
  },
  pt: {
    all: "Entendido: {{shop}} não vai mais enviar publicidade para você no WhatsApp.",
    reminders: "Entendido: {{shop}} não vai mais lembrar você do seu carrinho.",
    recommendations: "Entendido: {{shop}} não vai mais enviar recomendações para você.",
    offers: "Entendido: {{shop}} não vai mais enviar ofertas para você.",
    comeBack: "Se um dia quiser receber de novo, responda START.",
  },
  pl: {
    all: "Przyjęte: {{shop}} nie będzie już wysyłać Ci reklam na WhatsAppie.",
    reminders: "Przyjęte: {{shop}} nie będzie już przypominać Ci o koszyku.",
    recommendations: "Przyjęte: {{shop}} nie będzie już wysyłać Ci rekomendacji.",
    offers: "Przyjęte: {{shop}} nie będzie już wysyłać Ci ofert.",
    comeBack: "Jeśli kiedyś zechcesz znów je otrzymywać, odpisz START.",
  },
  tr: {
    all: "Anlaşıldı: {{shop}} size WhatsApp üzerinden artık reklam göndermeyecek.",
    reminders: "Anlaşıldı: {{shop}} size artık sepetinizi hatırlatmayacak.",
    recommendations: "Anlaşıldı: {{shop}} size artık öneri göndermeyecek.",
    offers: "Anlaşıldı: {{shop}} size artık teklif göndermeyecek.",
    comeBack: "Bir gün yeniden almak isterseniz START yazın.",
  },
} as const satisfies Record<string, OptOutTexts>;

type Language = keyof typeof TEXTS;
const MOST_OF_NAME = 60;

function languageOf(locales: readonly (string | null)[]): Language {
  for (const locale of locales) {
    const tongue = locale?.toLowerCase().split(/[-_]/)[0] ?? "";
    for (const [language] of Object.entries(TEXTS)) {
      // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of TEXTS are the languages
      if (language === tongue) return language as Language;
    }
  }
  return "en";
}

/**
 * The one courteous answer to a "no", free of advertising (Meta, contract 7.2), in the first of these
 * locales that we write. It says how to come back: START in reply to it is a request of the person's own.
 */
export function optOutText(of: {
  shopName: string;
  topic: "reminders" | "recommendations" | "offers" | null;
  locales: readonly (string | null)[];
}): string {
  const texts = TEXTS[languageOf(of.locales)];
  const name = of.shopName.replaceAll(/\s+/g, " ").trim().slice(0, MOST_OF_NAME);
  return `${texts[of.topic ?? "all"].replace("{{shop}}", () => name)} ${texts.comeBack}`;
}
