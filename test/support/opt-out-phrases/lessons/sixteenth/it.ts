import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const it: PhrasesByLabel = {
  stop: [],
  ordinary: [
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
