import type { TemplateLanguage, TemplatePurpose } from "./template.types.ts";

export interface ReminderText {
  /** Body up to what the cart holds. */
  opening: Readonly<Record<TemplatePurpose, string>>;
  /** The end of the body; Meta refuses two templates with the same body and footer (contract 4.4). */
  closing: Readonly<Record<TemplatePurpose, { withPicture: string; plain: string }>>;
  footer: string;
  toCart: string;
  /** The way out: a quick reply, at most 25 characters. */
  optOut: string;
  /** Stands where a first name would, in this text: "Hi there, …". */
  nobody: string;
}

// Cart reminders are MARKETING whatever they say (contract 4.5). No promises about time: a message may
// arrive days late (contract 1.8). A URL button beside a quick reply is not shown on desktop clients
// (contract 4.3), so the body must make sense without its buttons.
export const REMINDER_TEXTS: Readonly<Record<TemplateLanguage, ReminderText>> = {
  en: {
    opening: {
      cart_reminder_1:
        "Hi {{first_name}}, your cart at {{shop_name}} still holds: {{item_summary}}.",
      cart_reminder_2:
        "Hi {{first_name}}, one last note about your cart at {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "We have kept it for you.",
        plain: "Your cart is saved, and you can pick up where you left off.",
      },
      cart_reminder_2: {
        withPicture: "It is still there if you would like to come back.",
        plain: "If you still like it, your cart is one tap away.",
      },
    },
    footer: "No more reminders? Tap below.",
    toCart: "Back to my cart",
    optOut: "No more of these",
    nobody: "there",
  },
  de: {
    opening: {
      cart_reminder_1:
        "Hallo {{first_name}}, in deinem Warenkorb bei {{shop_name}} liegt noch: {{item_summary}}.",
      cart_reminder_2:
        "Hallo {{first_name}}, ein letzter Hinweis zu deinem Warenkorb bei {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Wir haben ihn für dich gespeichert.",
        plain: "Dein Warenkorb ist gespeichert, du kannst einfach weitermachen.",
      },
      cart_reminder_2: {
        withPicture: "Er ist noch da, wenn du zurückkommen magst.",
        plain: "Wenn es dir noch gefällt: Dein Warenkorb ist nur einen Tipp entfernt.",
      },
    },
    footer: "Keine Erinnerungen mehr? Tippe unten.",
    toCart: "Zum Warenkorb",
    optOut: "Keine Werbung mehr",
    nobody: "nochmal",
  },
  fr: {
    opening: {
      cart_reminder_1:
        "Bonjour {{first_name}}, votre panier chez {{shop_name}} contient encore : {{item_summary}}.",
      cart_reminder_2:
        "Bonjour {{first_name}}, un dernier mot sur votre panier chez {{shop_name}} : {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Nous l'avons gardé pour vous.",
        plain: "Votre panier est enregistré, vous pouvez reprendre où vous en étiez.",
      },
      cart_reminder_2: {
        withPicture: "Il est toujours là si vous souhaitez revenir.",
        plain: "S'il vous plaît toujours, votre panier vous attend.",
      },
    },
    footer: "Plus de rappels ? Appuyez ci-dessous.",
    toCart: "Voir mon panier",
    optOut: "Plus de publicité",
    nobody: "à vous",
  },
  es: {
    opening: {
      cart_reminder_1:
        "Hola {{first_name}}, en tu carrito de {{shop_name}} todavía tienes: {{item_summary}}.",
      cart_reminder_2:
        "Hola {{first_name}}, un último aviso sobre tu carrito de {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Te lo hemos guardado.",
        plain: "Tu carrito está guardado y puedes continuar donde lo dejaste.",
      },
      cart_reminder_2: {
        withPicture: "Sigue ahí por si quieres volver.",
        plain: "Si todavía te gusta, tu carrito está a un toque.",
      },
    },
    footer: "¿No quieres más avisos? Toca abajo.",
    toCart: "Ir a mi carrito",
    optOut: "No más publicidad",
    nobody: "de nuevo",
  },
  it: {
    opening: {
      cart_reminder_1:
        "Ciao {{first_name}}, nel tuo carrello da {{shop_name}} c'è ancora: {{item_summary}}.",
      cart_reminder_2:
        "Ciao {{first_name}}, un ultimo promemoria sul tuo carrello da {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Lo abbiamo conservato per te.",
        plain: "Il tuo carrello è salvato e puoi riprendere da dove eri.",
      },
      cart_reminder_2: {
        withPicture: "È ancora lì, se vuoi tornare.",
        plain: "Se ti piace ancora, il tuo carrello è a portata di tocco.",
      },
    },
    footer: "Niente più promemoria? Tocca qui sotto.",
    toCart: "Vai al carrello",
    optOut: "Niente più pubblicità",
    nobody: "di nuovo",
  },
  nl: {
    opening: {
      cart_reminder_1:
        "Hallo {{first_name}}, in je winkelwagen bij {{shop_name}} ligt nog: {{item_summary}}.",
      cart_reminder_2:
        "Hallo {{first_name}}, een laatste bericht over je winkelwagen bij {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "We hebben hem voor je bewaard.",
        plain: "Je winkelwagen is bewaard, je kunt zo verdergaan.",
      },
      cart_reminder_2: {
        withPicture: "Hij staat er nog, mocht je terug willen komen.",
        plain: "Vind je het nog mooi? Je winkelwagen is één tik weg.",
      },
    },
    footer: "Geen herinneringen meer? Tik hieronder.",
    toCart: "Naar mijn winkelwagen",
    optOut: "Geen reclame meer",
    nobody: "daar",
  },
  pt_BR: {
    opening: {
      cart_reminder_1:
        "Olá {{first_name}}, no seu carrinho da {{shop_name}} ainda tem: {{item_summary}}.",
      cart_reminder_2:
        "Olá {{first_name}}, um último lembrete sobre o seu carrinho da {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Guardamos tudo para você.",
        plain: "Seu carrinho está salvo e você pode continuar de onde parou.",
      },
      cart_reminder_2: {
        withPicture: "Ele ainda está lá, se quiser voltar.",
        plain: "Se você ainda gosta, seu carrinho está a um toque.",
      },
    },
    footer: "Não quer mais lembretes? Toque abaixo.",
    toCart: "Ver meu carrinho",
    optOut: "Chega de publicidade",
    nobody: "de novo",
  },
  pl: {
    opening: {
      cart_reminder_1:
        "Cześć {{first_name}}, w Twoim koszyku w sklepie {{shop_name}} nadal czeka: {{item_summary}}.",
      cart_reminder_2:
        "Cześć {{first_name}}, ostatnia wiadomość o Twoim koszyku w sklepie {{shop_name}}: {{item_summary}}.",
    },
    closing: {
      cart_reminder_1: {
        withPicture: "Zachowaliśmy go dla Ciebie.",
        plain: "Twój koszyk jest zapisany i możesz dokończyć w każdej chwili.",
      },
      cart_reminder_2: {
        withPicture: "Nadal tam jest, jeśli chcesz wrócić.",
        plain: "Jeśli nadal Ci się podoba, koszyk jest o jedno dotknięcie stąd.",
      },
    },
    footer: "Nie chcesz przypomnień? Dotknij poniżej.",
    toCart: "Do koszyka",
    optOut: "Nie chcę reklam",
    nobody: "ponownie",
  },
};
