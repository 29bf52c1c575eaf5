import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const de: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Ja gerne, ich will eure Angebote.",
    "Ja gerne, ich will eure Angebote. wa7k3fq",
    "Ich will eure Angebote",
    "Gerne, schickt mir eure Angebote per WhatsApp",

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
