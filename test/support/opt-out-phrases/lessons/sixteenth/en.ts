import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const en: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Yes please, I want your offers.",
    "I want your offers",
    "Sure, send me your offers on WhatsApp",
    "Yes, sign me up for offers",

    "Who is this?",
    "Who's this please",
    "Who is writing to me here?",
    "Sorry, who am I talking to?",
    "Which shop is this?",
    "Do I know you?",
    "Is this a bot or a person?",
    "What is this about?",
    "Who are you and what did I order?",
    "which company is this message from",
    "New phone, who is this?",
    "Who wrote this, Anna?",
  ],
  unclear: [],
};
