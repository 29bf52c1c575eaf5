import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const fr: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Oui volontiers, je veux vos offres.",
    "Je veux vos offres",
    "D'accord, envoyez-moi vos offres sur WhatsApp",

    "C'est qui ?",
    "Qui m'écrit là ?",
    "Qui est à l'appareil ?",
    "Je parle à qui exactement ?",
    "C'est quelle boutique ?",
    "On se connaît ?",
    "Vous êtes un robot ou une personne ?",
    "C'est à quel sujet ?",
    "Vous êtes qui et j'avais commandé quoi ?",
    "le message vient de quelle entreprise",
    "Nouveau téléphone, c'est qui ?",
    "C'est Anna qui a écrit ça ?",
  ],
  unclear: [],
};
