import type { PreferenceWords } from "./words.ts";

export const fr: PreferenceWords = {
  language: "Français",
  title: "Messages WhatsApp de {shop}",
  forNumber: "Pour le numéro {phone}",
  stopAll: "Arrêter tous les messages",
  stopAllText:
    "{shop} ne vous enverra plus de publicité sur WhatsApp : ni rappels, ni recommandations, ni offres. C’est valable tout de suite.",
  one: "Ou n’en arrêter qu’une partie",
  topics: {
    reminders: "Rappels de votre panier",
    recommendations: "Recommandations de produits",
    offers: "Offres",
    tap_tracking: "Suivi des liens que vous touchez",
  },
  on: "activé",
  off: "désactivé",
  stopOne: "Désactiver",
  doneAll: "C’est fait. {shop} ne vous envoie plus de publicité sur WhatsApp.",
  doneOne: "C’est fait. Désactivé : {topic}.",
  out: "Vous ne recevez aucune publicité de {shop} sur WhatsApp.",
  comeBack:
    "Vous changez d’avis ? Ici, on peut seulement désactiver les messages, car un tel lien peut être transmis. Pour les recevoir à nouveau, cochez la case lors de votre prochain achat dans la boutique, puis écrivez START à la boutique sur WhatsApp.",
  languages: "Langue",
  toShop: "Aller à la boutique",
  again: "Nous n’avons rien reçu. Touchez encore une fois, s’il vous plaît.",
  unknown: "Ce lien ne fonctionne pas",
  unknownText:
    "Il est peut-être incomplet, ou la boutique a supprimé vos données. Si vous ne voulez plus de messages, répondez STOP à un message de la boutique sur WhatsApp. Cela fonctionne toujours.",
  tooMany: "Trop de tentatives",
  tooManyText:
    "Attendez une minute, puis ouvrez de nouveau le lien de votre message. Si vous ne voulez plus de messages, répondez STOP à un message de la boutique sur WhatsApp. Cela fonctionne toujours.",
};
