import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const it: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Sì volentieri, voglio le vostre offerte.",
    "Voglio le vostre offerte",
    "Certo, mandatemi le offerte su WhatsApp",

    "Chi è?",
    "Chi mi sta scrivendo?",
    "chi scrive",
    "Con chi sto parlando?",
    "Che negozio è questo?",
    "Ci conosciamo?",
    "Sei un bot o una persona?",
    "Di cosa si tratta?",
    "Chi siete e cosa avevo ordinato?",
    "da quale azienda arriva questo messaggio",
    "Telefono nuovo, chi sei?",
    "L'ha scritto Anna?",
  ],
  unclear: [],
};
