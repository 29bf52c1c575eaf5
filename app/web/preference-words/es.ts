import type { PreferenceWords } from "./words.ts";

export const es: PreferenceWords = {
  language: "Español",
  title: "Mensajes de WhatsApp de {shop}",
  forNumber: "Para el número {phone}",
  stopAll: "Dejar de recibir mensajes",
  stopAllText:
    "{shop} ya no te enviará publicidad por WhatsApp: ni recordatorios, ni recomendaciones, ni ofertas. Vale desde este momento.",
  one: "O dejar solo una parte",
  topics: {
    reminders: "Recordatorios de tu carrito",
    recommendations: "Recomendaciones de productos",
    offers: "Ofertas",
    tap_tracking: "Ver qué enlaces tocas",
  },
  on: "activado",
  off: "desactivado",
  stopOne: "Desactivar",
  doneAll: "Listo. {shop} ya no te envía publicidad por WhatsApp.",
  doneOne: "Listo. Desactivado: {topic}.",
  out: "No recibes publicidad de {shop} por WhatsApp.",
  comeBack:
    "¿Has cambiado de idea? Aquí los mensajes solo se pueden desactivar, porque un enlace así se puede reenviar. Para volver a recibirlos, marca la casilla en tu próxima compra en la tienda y después escribe START a la tienda por WhatsApp.",
  languages: "Idioma",
  toShop: "Ir a la tienda",
  again: "No nos ha llegado. Toca otra vez, por favor.",
  unknown: "Este enlace no funciona",
  unknownText:
    "Puede que esté incompleto o que la tienda haya borrado tus datos. Si no quieres más mensajes, responde STOP a cualquier mensaje de la tienda en WhatsApp. Eso siempre funciona.",
  tooMany: "Demasiados intentos",
  tooManyText:
    "Espera un minuto y abre otra vez el enlace de tu mensaje. Si no quieres más mensajes, responde STOP a cualquier mensaje de la tienda en WhatsApp. Eso siempre funciona.",
};
