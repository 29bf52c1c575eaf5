import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const de: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Wer ist das?",
    "Wer schreibt mir denn da?",
    "Wer schreibt hier?",
    "Mit wem schreibe ich gerade?",
    "Welcher Laden ist das?",
    "Kenne ich Sie?",
    "Bist du ein Bot oder ein Mensch?",
    "Worum geht es?",
    "Wer sind Sie und was hatte ich bestellt?",
    "von welcher Firma kommt die Nachricht",
    "Neues Handy, wer ist da?",
    "Hat das die Anna geschrieben?",
  ],
  unclear: [],
};
