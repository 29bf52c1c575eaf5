import type { PreferenceWords } from "./words.ts";

export const de: PreferenceWords = {
  language: "Deutsch",
  title: "WhatsApp-Nachrichten von {shop}",
  forNumber: "Für die Nummer {phone}",
  stopAll: "Alle Nachrichten beenden",
  stopAllText:
    "{shop} schickt dir dann keine Werbung mehr per WhatsApp: keine Erinnerungen, keine Empfehlungen, keine Angebote. Das gilt sofort.",
  one: "Oder nur einen Teil beenden",
  topics: {
    reminders: "Erinnerungen an deinen Warenkorb",
    recommendations: "Produktempfehlungen",
    offers: "Angebote",
    tap_tracking: "Auswerten, welche Links du antippst",
  },
  on: "an",
  off: "aus",
  stopOne: "Ausschalten",
  doneAll: "Erledigt. {shop} schickt dir keine Werbung mehr per WhatsApp.",
  doneOne: "Erledigt. Ausgeschaltet: {topic}.",
  out: "Du bekommst keine Werbung von {shop} per WhatsApp.",
  comeBack:
    "Doch wieder? Hier lassen sich Nachrichten nur ausschalten, weil so ein Link auch weitergegeben werden kann. Setze beim nächsten Einkauf im Shop das Häkchen und schreib dem Shop danach auf WhatsApp START, dann bekommst du sie wieder.",
  languages: "Sprache",
  toShop: "Zum Shop",
  again: "Das ist nicht angekommen. Bitte tippe noch einmal.",
  unknown: "Dieser Link funktioniert nicht",
  unknownText:
    "Vielleicht ist er unvollständig, oder der Shop hat deine Daten gelöscht. Wenn du keine Nachrichten mehr willst, antworte dem Shop auf WhatsApp mit STOP. Das geht immer.",
  tooMany: "Zu viele Versuche",
  tooManyText:
    "Bitte warte eine Minute und öffne den Link aus deiner Nachricht noch einmal. Wenn du keine Nachrichten mehr willst, antworte dem Shop auf WhatsApp mit STOP. Das geht immer.",
};
