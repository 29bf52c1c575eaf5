import { describe, expect, it } from "vitest";
import { isYes, readOptOut } from "./opt-out.rules.ts";

const isOptOut = (text: string) => readOptOut(text).means === "stop";

describe("isOptOut", () => {
  it.each([
    "STOP",
    "stop",
    "Stopp",
    "STOPP!!!",
    "stop!",
    " Stop. ",
    "Stop 🛑",
    "🛑",
    "Bitte stoppen",
    "Hallo, stop bitte",
    "ABMELDEN",
    "bitte abmelden, danke",
    "Kündigen",
    "keine Werbung mehr",
    "Bitte keine Werbung mehr!",
    "Ich möchte keine Nachrichten mehr",
    "ich will keine Erinnerungen mehr erhalten",
    "Keine weiteren Nachrichten bitte",
    "schreibt mir nicht mehr",
    "Ich widerrufe",
    "Ich widerspreche der Werbung",
    "unsubscribe",
    "Unsubscribe me",
    "Unsubscribe from All",
    "Unsubscribe from Promos",
    "Stop promotions",
    "stop sending me messages",
    "Please stop texting me",
    "I don't want any more messages",
    "don’t message me again",
    "no more ads please",
    "remove me",
    "ARRET",
    "Arrêt",
    "arrêtez svp",
    "me désabonner",
    "Je ne veux plus recevoir de messages",
    "ne plus recevoir",
    "plus de pub",
    "BAJA",
    "dar de baja",
    "No quiero más mensajes",
    "no más publicidad",
    "fermare",
    "Disiscrivimi",
    "Non voglio più ricevere messaggi",
    "basta messaggi",
    "stoppen",
    "Afmelden",
    "geen berichten meer",
    "PARAR",
    "sair",
    "Não quero mais receber mensagens",
    "nie chcę",
    "Wypisz mnie",
    "Nie chcę więcej wiadomości",
    "dur",
    "DURDUR",
    "İptal",
    "mesaj istemiyorum",
    "artık mesaj almak istemiyorum",
  ])("hears a no in: %s", (text) => {
    expect(isOptOut(text)).toBe(true);
  });

  it.each([
    "don't stop",
    "Don't stop sending these, I love them",
    "Stoppuhr",
    "Habt ihr die Stoppuhr auch in blau?",
    "Is the Stop lamp still available?",
    "non-stop",
    "Wann kommt mein Paket?",
    "Gibt es keine Angebote mehr?",
    "Ich möchte die Nachrichten gerne behalten",
    "Wo kann ich stoppen, wenn der Kurier kommt?",
    "Please cancel my order 1234",
    "Können Sie die Bestellung kündigen",
    "unsubscribed by accident, please add me again",
    "no",
    "ok",
    "ja",
    "Keine Ahnung",
    "dure",
    "",
    "?",
    `stop ${"x".repeat(5_000)}`,
  ])("hears none in: %s", (text) => {
    expect(isOptOut(text)).toBe(false);
  });
});

describe("isYes", () => {
  it.each([
    "Ja",
    "ja!",
    "JA bitte",
    "Ja, ich bestätige",
    "Yes",
    "yes please",
    "Oui",
    "d'accord",
    "Sí",
    "si",
    "Va bene",
    "Sim",
    "Ja, graag",
    "Tak",
    "Evet",
    "evet 👍",
  ])("hears a yes in: %s", (text) => {
    expect(isYes(text)).toBe(true);
  });

  it.each(["nein", "no", "ja, aber erst morgen", "yes?!? what is this", "jaja", "", "stop", "👍"])(
    "hears none in: %s",
    (text) => {
      expect(isYes(text)).toBe(false);
    },
  );
  it("is never a no at the same time", () => {
    for (const text of ["ja", "yes", "oui", "si", "sim", "tak", "evet", "stop", "stopp", "baja"]) {
      expect(isYes(text) && isOptOut(text)).toBe(false);
    }
  });
});
