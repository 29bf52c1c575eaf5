import type { PhrasesByLabel } from "../../phrase.types.ts";

export const fr: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "ne me désabonnez pas svp",
    "je ne veux pas être retirée de la liste",
    "ne me retirez surtout pas",
    "je ne souhaite pas me désinscrire",
    "me désabonner ? jamais",
    "stop ? non, continuez",
    "quitter la liste ? non, je reste",
    "j'ai failli me désabonner mais l'offre est belle",
    "ne cessez jamais d'envoyer ça",
    "je serais triste si vous n'écriviez plus",
    "je ne retrouve plus votre message",
    "je ne trouve pas le message avec le code",
    "vous n'avez plus de messages pour moi ?",
    "contactez-moi svp",
    "plus d'informations svp",
    "n'appelez pas, écrivez plutôt",
    "ne l'expédiez pas encore",
    "désinscrivez-moi du cours de poterie",
    "supprimez mon avis svp",
    "je veux recevoir la newsletter aussi",
    "quand l'envoyez-vous ?",
  ],
  unclear: [],
};
