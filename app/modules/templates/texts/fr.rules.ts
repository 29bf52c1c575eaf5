import type { LanguageTexts } from "./texts.types.ts";

export const fr: LanguageTexts = {
  nobody: "à vous",
  samples: {
    product: "Chemise en lin",
    price: "49,00 €",
    offer: "notre nouvelle collection en lin",
  },
  buttons: {
    toCart: "Voir mon panier",
    toProduct: "Découvrir",
    toShop: "Aller à la boutique",
    optOut: "Ne plus recevoir de pub",
    unsubscribe: "Se désinscrire",
    confirm: "Je confirme",
    decline: "Non merci",
    stay: "Oui, je continue",
  },
  wayOut: {
    reply: {
      app: "Vous ne voulez plus de publicité ? Appuyez ci-dessous.",
      proxy: "Pour ne plus recevoir de publicité, appuyez ci-dessous.",
    },
    link: {
      app: "Plus envie de publicité ? Désinscrivez-vous ci-dessous.",
      proxy: "Vous pouvez vous désinscrire à tout moment ci-dessous.",
    },
  },
  replyStop: {
    app: "Répondez STOP pour ne plus recevoir de publicité.",
    proxy: "Plus envie de publicité ? Répondez STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Bonjour {{first_name}}, votre panier chez {{shop_name}} contient encore : {{item_summary}}. Nous l'avons gardé pour vous.",
    plain:
      "Bonjour {{first_name}}, votre panier chez {{shop_name}} contient encore : {{item_summary}}. Il est enregistré, vous pouvez reprendre où vous en étiez.",
  },
  cart_reminder_2: {
    withPicture:
      "Bonjour {{first_name}}, un dernier mot sur votre panier chez {{shop_name}} : {{item_summary}}. Il est toujours là si vous souhaitez revenir.",
    plain:
      "Bonjour {{first_name}}, un dernier mot sur votre panier chez {{shop_name}} : {{item_summary}}. S'il vous plaît toujours, il vous attend.",
  },
  recommendation: {
    withPicture:
      "Bonjour {{first_name}}, voici qui s'accorde bien avec votre dernière commande chez {{shop_name}} : {{product_title}} à {{price}}. Envie d'y jeter un œil ?",
    plain:
      "Bonjour {{first_name}}, nous avons trouvé un article assorti à votre dernière commande chez {{shop_name}} : {{product_title}} à {{price}}. Venez le découvrir si vous le souhaitez.",
  },
  carousel: {
    opening: "Bonjour {{1}}, en accord avec votre dernière commande chez {{2}} : # pour vous.",
    suggestions: {
      2: "deux suggestions",
      3: "trois suggestions",
      4: "quatre suggestions",
      5: "cinq suggestions",
    },
    card: "Assorti à votre commande : {{1}} à {{2}} dans la boutique.",
  },
  offer: {
    withPicture:
      "Bonjour {{first_name}}, une offre de {{shop_name}} pour vous : {{offer}}. Copiez le code ci-dessous et saisissez-le au moment de payer.",
    plain:
      "Bonjour {{first_name}}, {{shop_name}} vous propose une offre : {{offer}}. Vous pouvez copier votre code ci-dessous et l'utiliser au moment de payer.",
  },
  limited_time_offer: {
    heading: "Durée limitée",
    withPicture:
      "Bonjour {{first_name}}, une offre de {{shop_name}} à durée limitée : {{offer}}. Votre code est ci-dessous, il suffit de le saisir au moment de payer.",
    plain:
      "Bonjour {{first_name}}, {{shop_name}} vous propose une offre de courte durée : {{offer}}. Copiez votre code ci-dessous et saisissez-le au moment de payer.",
  },
  consent_renewal: {
    body: "Bonjour {{first_name}}, vous aviez accepté de recevoir des messages de {{shop_name}} sur WhatsApp : rappels de panier, recommandations et offres. Nous ne vous avons pas écrit depuis longtemps. Souhaitez-vous continuer à les recevoir ?",
  },
  double_opt_in: {
    body: "Bonjour, ce numéro a été indiqué chez {{shop_name}} pour recevoir des messages sur WhatsApp : rappels de panier, recommandations et offres. Merci de confirmer que vous souhaitez les recevoir.",
    footer: "Sans votre confirmation, vous n'en recevrez aucun.",
  },
  opt_out_confirmation: {
    body: "Votre désinscription est prise en compte : {{shop_name}} ne vous enverra plus de publicité sur WhatsApp. Vous n'avez rien d'autre à faire.",
  },
};
