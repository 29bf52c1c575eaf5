import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const es: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "¿Quién es?",
    "¿Quién me está escribiendo?",
    "quien escribe",
    "¿Con quién hablo?",
    "¿Qué tienda es esta?",
    "¿Nos conocemos?",
    "¿Eres un bot o una persona?",
    "¿De qué se trata?",
    "¿Quiénes son y qué había pedido yo?",
    "de que empresa es este mensaje",
    "Celular nuevo, ¿quién eres?",
    "¿Esto lo escribió Ana?",
  ],
  unclear: [],
};
