import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const nl: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Ja graag, ik wil jullie aanbiedingen.",
    "Ik wil jullie aanbiedingen",
    "Prima, stuur mij de aanbiedingen via WhatsApp",

    "Wie is dit?",
    "Wie schrijft mij daar?",
    "Wie stuurt dit?",
    "Met wie spreek ik?",
    "Welke winkel is dit?",
    "Kennen wij elkaar?",
    "Ben je een bot of een mens?",
    "Waar gaat dit over?",
    "Wie zijn jullie en wat had ik besteld?",
    "van welk bedrijf komt dit bericht",
    "Nieuwe telefoon, wie is dit?",
    "Heeft Anna dit geschreven?",
  ],
  unclear: [],
};
