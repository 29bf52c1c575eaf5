import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const nl: PhrasesByLabel = {
  stop: [],
  ordinary: [
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
