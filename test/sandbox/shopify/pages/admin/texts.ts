import type { Language } from "../request.ts";

const en = {
  title: "Admin",
  standIn: "Stand-in of the Shopify admin",
  navigation: "Admin",
  home: "Home",
  orders: "Orders",
  products: "Products",
  customers: "Customers",
  marketing: "Marketing",
  apps: "Apps",
  notHere: "not part of the stand-in",
  language: "Language",
  unsaved: "Unsaved changes",
  save: "Save",
  discard: "Discard",
  away: "The app does not answer.",
  awayHint: "It may still be starting.",
  retry: "Try again",
  app: "Beckon",
  uninstalled: "Beckon is not installed in this shop.",
};

const de: typeof en = {
  title: "Admin",
  standIn: "Nachbau des Shopify-Admins",
  navigation: "Admin",
  home: "Startseite",
  orders: "Bestellungen",
  products: "Produkte",
  customers: "Kunden",
  marketing: "Marketing",
  apps: "Apps",
  notHere: "nicht Teil des Nachbaus",
  language: "Sprache",
  unsaved: "Nicht gespeicherte Änderungen",
  save: "Speichern",
  discard: "Verwerfen",
  away: "Die App antwortet nicht.",
  awayHint: "Vielleicht startet sie noch.",
  retry: "Erneut versuchen",
  app: "Beckon",
  uninstalled: "Beckon ist in diesem Shop nicht installiert.",
};

export type AdminTexts = typeof en;
const TEXTS: Record<Language, AdminTexts> = { en, de };

export function adminTexts(language: Language): AdminTexts {
  return TEXTS[language];
}
