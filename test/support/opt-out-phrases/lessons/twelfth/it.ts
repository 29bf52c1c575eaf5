import type { PhrasesByLabel } from "../../phrase.types.ts";

export const it: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "non disiscrivetemi per favore",
    "non voglio essere tolta dalla lista",
    "non cancellatemi",
    "non desidero disiscrivermi",
    "disiscrivermi? mai",
    "stop? no, continuate",
    "uscire dalla lista? no, resto",
    "stavo quasi per cancellarmi ma l'offerta è bella",
    "non smettete mai di mandarli",
    "mi dispiacerebbe se non scriveste più",
    "non trovo più il vostro messaggio",
    "non trovo il messaggio col codice",
    "non avete più messaggi per me?",
    "contattatemi per favore",
    "più informazioni per favore",
    "non chiamate, meglio scrivere",
    "non speditelo ancora",
    "disiscrivetemi dal corso di yoga",
    "cancellate la mia recensione",
    "voglio ricevere anch'io la newsletter",
    "quando lo mandate?",
  ],
  unclear: [],
};
