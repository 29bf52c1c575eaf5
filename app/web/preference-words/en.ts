import type { PreferenceWords } from "./words.ts";

export const en: PreferenceWords = {
  language: "English",
  title: "WhatsApp messages from {shop}",
  forNumber: "For the number {phone}",
  stopAll: "Stop all messages",
  stopAllText:
    "{shop} then sends you no advertising on WhatsApp any more: no reminders, no recommendations, no offers. It counts at once.",
  one: "Or end only some of it",
  topics: {
    reminders: "Reminders of your cart",
    recommendations: "Product recommendations",
    offers: "Offers",
    tap_tracking: "Seeing which links you tap",
  },
  on: "on",
  off: "off",
  stopOne: "Turn off",
  doneAll: "Done. {shop} sends you no more advertising on WhatsApp.",
  doneOne: "Done. Turned off: {topic}.",
  out: "You get no advertising from {shop} on WhatsApp.",
  comeBack:
    "Changed your mind? Messages can only be turned off here, because a link like this one may be passed on. To get them again, tick the box at your next checkout in the shop, then write START to the shop on WhatsApp.",
  languages: "Language",
  toShop: "Go to the shop",
  again: "That did not reach us. Please tap once more.",
  unknown: "This link does not work",
  unknownText:
    "It may be incomplete, or the shop has deleted your data. If you want no more messages, answer any message from the shop on WhatsApp with STOP. That always works.",
  tooMany: "Too many tries",
  tooManyText:
    "Please wait a minute and open the link from your message again. If you want no more messages, answer any message from the shop on WhatsApp with STOP. That always works.",
};
