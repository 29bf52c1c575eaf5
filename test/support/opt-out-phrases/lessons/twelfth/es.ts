import type { PhrasesByLabel } from "../../phrase.types.ts";

export const es: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "no me den de baja por favor",
    "no quiero que me quiten de la lista",
    "no me borren",
    "no deseo darme de baja",
    "¿darme de baja? jamás",
    "¿parar? no, sigan",
    "¿salir de la lista? no, me quedo",
    "casi me doy de baja pero la oferta es buena",
    "nunca dejen de mandar esto",
    "me daría pena que dejaran de escribir",
    "no encuentro su mensaje",
    "no encuentro el mensaje con el código",
    "¿ya no tienen mensajes para mí?",
    "contáctenme por favor",
    "más info por favor",
    "no llamen, mejor escriban",
    "no lo envíen todavía",
    "denme de baja del curso de yoga",
    "borren mi reseña por favor",
    "quiero recibir el boletín también",
    "¿cuándo lo mandan?",
  ],
  unclear: [],
};
