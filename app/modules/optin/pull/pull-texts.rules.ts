import type { WordingLocale } from "#app/modules/consent/wording.types.ts";

/** What belongs to a pull link in one language; `{{shop}}` and `{{code}}` are open. */
export interface PullTexts {
  /**
   * What stands in the shopper's chat before they press send: the whole declaration in short (who, which
   * channel, advertising, topics, the tracking of taps, the way out), so that the link alone is enough.
   */
  readonly prefilled: string;
  /** Our one answer in the open window: no advertising, and how to stop. */
  readonly answer: string;
  /** Headline of the poster. */
  readonly headline: string;
  /** What to do with the code. */
  readonly scan: string;
  /** For whoever cannot scan: write this to this number. */
  readonly byHand: string;
}

/**
 * The sentence is evidence: it is stored with the person's own words. No word of it may read as an
 * opt-out, a denial or a limit in any language (tested), or what somebody adds could not be told apart.
 */
export const pullTexts: Readonly<Record<WordingLocale, PullTexts>> = {
  en: {
    prefilled:
      "Yes, {{shop}} may send me marketing on WhatsApp: reminders about my cart, recommendations and offers, and may see which links I tap. I can change my mind at any time. Code {{code}}",
    answer:
      "Thank you! {{shop}} now has your consent to write to you here. If you ever want it to end, reply STOP.",
    headline: "{{shop}} on WhatsApp",
    scan: "Scan the code, press send, done.",
    byHand: "Or write “{{code}}” on WhatsApp to {{number}}.",
  },
  de: {
    prefilled:
      "Ja, {{shop}} darf mir per WhatsApp Werbung schicken: Erinnerungen an meinen Warenkorb, Empfehlungen und Angebote, und auswerten, welche Links ich antippe. Ich kann es mir jederzeit anders überlegen. Code {{code}}",
    answer:
      "Danke! {{shop}} darf dir ab jetzt hier schreiben. Wenn du das nicht mehr möchtest, antworte STOP.",
    headline: "{{shop}} auf WhatsApp",
    scan: "Code scannen, auf Senden tippen, fertig.",
    byHand: "Oder schreib „{{code}}“ per WhatsApp an {{number}}.",
  },
  fr: {
    prefilled:
      "Oui, {{shop}} peut m’envoyer de la publicité sur WhatsApp : rappels de mon panier, recommandations et offres, et analyser les liens sur lesquels j’appuie. Je peux changer d’avis à tout moment. Code {{code}}",
    answer:
      "Merci ! {{shop}} peut désormais t’écrire ici. Si tu ne le souhaites plus, réponds STOP.",
    headline: "{{shop}} sur WhatsApp",
    scan: "Scanne le code, appuie sur envoyer, c’est fait.",
    byHand: "Ou écris « {{code}} » sur WhatsApp au {{number}}.",
  },
  es: {
    prefilled:
      "Sí, {{shop}} puede enviarme publicidad por WhatsApp: recordatorios de mi carrito, recomendaciones y ofertas, y analizar qué enlaces pulso. Puedo cambiar de opinión en cualquier momento. Código {{code}}",
    answer: "¡Gracias! {{shop}} ya puede escribirte por aquí. Si ya no lo quieres, responde STOP.",
    headline: "{{shop}} en WhatsApp",
    scan: "Escanea el código, pulsa enviar y listo.",
    byHand: "O escribe «{{code}}» por WhatsApp al {{number}}.",
  },
  it: {
    prefilled:
      "Sì, {{shop}} può inviarmi pubblicità su WhatsApp: promemoria del mio carrello, consigli e offerte, e analizzare quali link tocco. Posso cambiare idea in qualsiasi momento. Codice {{code}}",
    answer: "Grazie! {{shop}} ora può scriverti qui. Se non lo vuoi più, rispondi STOP.",
    headline: "{{shop}} su WhatsApp",
    scan: "Inquadra il codice, premi invia, fatto.",
    byHand: "Oppure scrivi “{{code}}” su WhatsApp al {{number}}.",
  },
  nl: {
    prefilled:
      "Ja, {{shop}} mag mij reclame sturen via WhatsApp: herinneringen aan mijn winkelwagen, aanbevelingen en aanbiedingen, en analyseren op welke links ik tik. Ik kan altijd van gedachten veranderen. Code {{code}}",
    answer:
      "Bedankt! {{shop}} mag je hier vanaf nu schrijven. Wil je dat niet meer, antwoord dan STOP.",
    headline: "{{shop}} op WhatsApp",
    scan: "Scan de code, druk op verzenden, klaar.",
    byHand: "Of schrijf “{{code}}” via WhatsApp naar {{number}}.",
  },
  "pt-BR": {
    prefilled:
      "Sim, {{shop}} pode me enviar publicidade pelo WhatsApp: lembretes do meu carrinho, recomendações e ofertas, e analisar em quais links eu toco. Posso mudar de ideia a qualquer momento. Código {{code}}",
    answer:
      "Obrigado! Agora {{shop}} pode escrever para você aqui. Se não quiser mais, responda STOP.",
    headline: "{{shop}} no WhatsApp",
    scan: "Escaneie o código, toque em enviar e pronto.",
    byHand: "Ou escreva “{{code}}” no WhatsApp para {{number}}.",
  },
  pl: {
    prefilled:
      "Tak, {{shop}} może wysyłać mi reklamy przez WhatsApp: przypomnienia o moim koszyku, rekomendacje i oferty, oraz analizować, które linki otwieram. Mogę zmienić zdanie w każdej chwili. Kod {{code}}",
    answer:
      "Dziękujemy! {{shop}} może teraz pisać do Ciebie tutaj. Jeśli już tego nie chcesz, odpisz STOP.",
    headline: "{{shop}} na WhatsApp",
    scan: "Zeskanuj kod, naciśnij wyślij i gotowe.",
    byHand: "Albo napisz „{{code}}” na WhatsApp pod numer {{number}}.",
  },
  tr: {
    prefilled:
      "Evet, {{shop}} bana WhatsApp üzerinden reklam gönderebilir: sepet hatırlatmaları, öneriler ve kampanyalar; hangi bağlantılara dokunduğumu da analiz edebilir. Fikrimi istediğim zaman değiştirebilirim. Kod {{code}}",
    answer:
      "Teşekkürler! {{shop}} artık sana buradan yazabilir. Artık istemezsen STOP yazman yeterli.",
    headline: "{{shop}} WhatsApp’ta",
    scan: "Kodu tara, gönder’e bas, tamam.",
    byHand: "Ya da WhatsApp’tan {{number}} numarasına “{{code}}” yaz.",
  },
};

/** Fills all gaps at once, so that a shop called "{{code}}" stays called that. */
export function fillPullText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (gap, key: string) => values[key] ?? gap);
}

/** The link that opens the shopper's chat with the shop, the sentence typed in already (click to chat). */
export function pullLink(
  texts: PullTexts,
  facts: { shop: string; code: string; digits: string },
): string {
  const text = fillPullText(texts.prefilled, { shop: facts.shop, code: facts.code });
  return `https://wa.me/${facts.digits}?text=${encodeURIComponent(text)}`;
}
