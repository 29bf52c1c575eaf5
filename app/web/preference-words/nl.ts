import type { PreferenceWords } from "./words.ts";

export const nl: PreferenceWords = {
  language: "Nederlands",
  title: "WhatsApp-berichten van {shop}",
  forNumber: "Voor het nummer {phone}",
  stopAll: "Alle berichten stoppen",
  stopAllText:
    "{shop} stuurt je dan geen reclame meer via WhatsApp: geen herinneringen, geen aanbevelingen, geen aanbiedingen. Dat geldt meteen.",
  one: "Of alleen een deel stoppen",
  topics: {
    reminders: "Herinneringen aan je winkelwagen",
    recommendations: "Productaanbevelingen",
    offers: "Aanbiedingen",
    tap_tracking: "Bijhouden op welke links je tikt",
  },
  on: "aan",
  off: "uit",
  stopOne: "Uitzetten",
  doneAll: "Klaar. {shop} stuurt je geen reclame meer via WhatsApp.",
  doneOne: "Klaar. Uitgezet: {topic}.",
  out: "Je krijgt geen reclame van {shop} via WhatsApp.",
  comeBack:
    "Toch weer wel? Hier kun je berichten alleen uitzetten, omdat zo’n link kan worden doorgestuurd. Vink bij je volgende aankoop in de winkel het vakje aan en stuur de winkel daarna START op WhatsApp om ze weer te krijgen.",
  languages: "Taal",
  toShop: "Naar de winkel",
  again: "Dat is niet aangekomen. Tik nog een keer.",
  unknown: "Deze link werkt niet",
  unknownText:
    "Misschien is hij niet volledig, of heeft de winkel je gegevens verwijderd. Wil je geen berichten meer, antwoord dan op WhatsApp met STOP op een bericht van de winkel. Dat werkt altijd.",
  tooMany: "Te veel pogingen",
  tooManyText:
    "Wacht een minuut en open de link uit je bericht opnieuw. Wil je geen berichten meer, antwoord dan op WhatsApp met STOP op een bericht van de winkel. Dat werkt altijd.",
};
