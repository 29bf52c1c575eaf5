import type { LanguageTexts } from "./texts.types.ts";

export const es: LanguageTexts = {
  nobody: "de nuevo",
  samples: {
    product: "Camisa de lino",
    price: "49,00 €",
    offer: "nuestra nueva colección de lino",
  },
  buttons: {
    toCart: "Ir a mi carrito",
    toProduct: "Ver producto",
    toShop: "Ir a la tienda",
    optOut: "No más publicidad",
    unsubscribe: "Darme de baja",
    confirm: "Confirmo",
    decline: "No, gracias",
    stay: "Sí, quiero seguir",
  },
  wayOut: {
    reply: {
      app: "¿No quieres más publicidad? Toca abajo.",
      proxy: "Si no quieres más publicidad, toca abajo.",
    },
    link: {
      app: "¿No quieres más publicidad? Date de baja abajo.",
      proxy: "Si no quieres más publicidad, date de baja abajo.",
    },
  },
  replyStop: {
    app: "Responde STOP si no quieres más publicidad.",
    proxy: "¿No quieres más publicidad? Responde STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Hola {{first_name}}, en tu carrito de {{shop_name}} todavía tienes: {{item_summary}}. Te lo hemos guardado.",
    plain:
      "Hola {{first_name}}, en tu carrito de {{shop_name}} todavía tienes: {{item_summary}}. Está guardado y puedes continuar donde lo dejaste.",
  },
  cart_reminder_2: {
    withPicture:
      "Hola {{first_name}}, un último aviso sobre tu carrito de {{shop_name}}: {{item_summary}}. Sigue ahí por si quieres volver.",
    plain:
      "Hola {{first_name}}, un último aviso sobre tu carrito de {{shop_name}}: {{item_summary}}. Si todavía te gusta, lo tienes a un toque.",
  },
  recommendation: {
    withPicture:
      "Hola {{first_name}}, esto combina con tu último pedido en {{shop_name}}: {{product_title}} por {{price}}. ¿Te apetece verlo?",
    plain:
      "Hola {{first_name}}, hemos encontrado algo que combina con tu último pedido en {{shop_name}}: {{product_title}} por {{price}}. Échale un vistazo si quieres.",
  },
  carousel: {
    opening: "Hola {{1}}, combinan con tu último pedido en {{2}}: # para ti.",
    suggestions: {
      2: "dos sugerencias",
      3: "tres sugerencias",
      4: "cuatro sugerencias",
      5: "cinco sugerencias",
    },
    card: "Combina con tu pedido: {{1}} por {{2}} en la tienda.",
  },
  offer: {
    withPicture:
      "Hola {{first_name}}, una oferta de {{shop_name}} para ti: {{offer}}. Copia el código de abajo e introdúcelo al pagar.",
    plain:
      "Hola {{first_name}}, {{shop_name}} tiene una oferta para ti: {{offer}}. Puedes copiar tu código abajo y usarlo al pagar.",
  },
  limited_time_offer: {
    heading: "Tiempo limitado",
    withPicture:
      "Hola {{first_name}}, una oferta de {{shop_name}} por poco tiempo: {{offer}}. Tu código está abajo, solo tienes que introducirlo al pagar.",
    plain:
      "Hola {{first_name}}, {{shop_name}} tiene una oferta breve para ti: {{offer}}. Copia tu código abajo e introdúcelo al pagar.",
  },
  consent_renewal: {
    body: "Hola {{first_name}}, aceptaste recibir mensajes de {{shop_name}} por WhatsApp: recordatorios del carrito, recomendaciones y ofertas. Hace mucho que no te escribimos. ¿Quieres seguir recibiéndolos?",
  },
  double_opt_in: {
    body: "Hola, este número se indicó en {{shop_name}} para recibir mensajes por WhatsApp: recordatorios del carrito, recomendaciones y ofertas. Confirma, por favor, que quieres recibirlos.",
    footer: "Sin tu confirmación no recibirás ninguno.",
  },
  opt_out_confirmation: {
    body: "Te has dado de baja: {{shop_name}} no te enviará más publicidad por WhatsApp. No tienes que hacer nada más.",
  },
};
