import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const es: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Sí, claro, quiero sus ofertas.",
    "Quiero vuestras ofertas",
    "Vale, mandadme las ofertas por WhatsApp",

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
