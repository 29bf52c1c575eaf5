import type { PreferenceWords } from "./words.ts";

export const it: PreferenceWords = {
  language: "Italiano",
  title: "Messaggi WhatsApp di {shop}",
  forNumber: "Per il numero {phone}",
  stopAll: "Interrompi tutti i messaggi",
  stopAllText:
    "{shop} non ti invierà più pubblicità su WhatsApp: niente promemoria, niente consigli, niente offerte. Vale da subito.",
  one: "Oppure interrompi solo una parte",
  topics: {
    reminders: "Promemoria del tuo carrello",
    recommendations: "Consigli sui prodotti",
    offers: "Offerte",
    tap_tracking: "Vedere quali link tocchi",
  },
  on: "attivo",
  off: "disattivato",
  stopOne: "Disattiva",
  doneAll: "Fatto. {shop} non ti invia più pubblicità su WhatsApp.",
  doneOne: "Fatto. Disattivato: {topic}.",
  out: "Non ricevi pubblicità da {shop} su WhatsApp.",
  comeBack:
    "Hai cambiato idea? Qui i messaggi si possono solo disattivare, perché un link come questo può essere inoltrato. Per riceverli di nuovo, spunta la casella al prossimo acquisto nel negozio e poi scrivi START al negozio su WhatsApp.",
  languages: "Lingua",
  toShop: "Vai al negozio",
  again: "Non ci è arrivato nulla. Tocca ancora una volta, per favore.",
  unknown: "Questo link non funziona",
  unknownText:
    "Forse è incompleto, o il negozio ha cancellato i tuoi dati. Se non vuoi più messaggi, rispondi STOP a un messaggio del negozio su WhatsApp. Funziona sempre.",
  tooMany: "Troppi tentativi",
  tooManyText:
    "Aspetta un minuto e apri di nuovo il link del tuo messaggio. Se non vuoi più messaggi, rispondi STOP a un messaggio del negozio su WhatsApp. Funziona sempre.",
};
