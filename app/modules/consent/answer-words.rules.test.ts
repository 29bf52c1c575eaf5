import { describe, expect, it } from "vitest";
import { isNo, isStart, isYes } from "./answer-words.rules.ts";
import { readOptOut } from "./opt-out.rules.ts";

const isOptOut = (text: string) => readOptOut(text).means === "stop";

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

describe("isNo", () => {
  it.each([
    "Nein",
    "nein danke",
    "No",
    "No, thanks",
    "Non merci",
    "no gracias",
    "No, grazie",
    "Nee",
  ])("hears a no in: %s", (text) => {
    expect(isNo(text) || isOptOut(text)).toBe(true);
    expect(isYes(text)).toBe(false);
  });
  it.each(["Não, obrigada", "Nie, dziękuję", "Hayır", "Das war ich nicht!", "Falsche Nummer"])(
    "hears a no in: %s",
    (text) => {
      expect(isNo(text)).toBe(true);
    },
  );
  it.each(["ja", "no idea what this is", "nein, ich meinte die blaue", ""])(
    "hears none in: %s",
    (text) => {
      expect(isNo(text)).toBe(false);
    },
  );
});

describe("isStart", () => {
  it.each(["START", "Start bitte", "unstop", "Wieder anmelden", "reprendre", "Alta", "iscrivimi"])(
    "hears somebody come back in: %s",
    (text) => {
      expect(isStart(text)).toBe(true);
    },
  );
  it.each(["Opnieuw aanmelden", "Recomeçar", "Wznów", "Yeniden başlat", "inscrever"])(
    "hears somebody come back in: %s",
    (text) => {
      expect(isStart(text)).toBe(true);
    },
  );
  it.each(["ja", "ok", "When does the sale start?", "Startseite", "stop", "don't start", ""])(
    "hears nobody come back in: %s",
    (text) => {
      expect(isStart(text)).toBe(false);
    },
  );
  it("is never a no at the same time", () => {
    for (const text of [
      "start",
      "unstop",
      "alta",
      "anmelden",
      "reprendre",
      "subscribe",
      "abone ol",
    ]) {
      expect(isOptOut(text) || isNo(text) || isYes(text)).toBe(false);
    }
  });
});
