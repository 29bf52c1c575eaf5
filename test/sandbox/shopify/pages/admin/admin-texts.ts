const en = {
  title: "Admin",
  standIn: "Stand-in",
  skip: "Skip to the app",
  apps: "Apps",
  menu: "Menu",
  language: "Language",
  appFrame: "App",
  home: "Home",
  orders: "Orders",
  products: "Products",
  customers: "Customers",
  notHere: "Not part of the stand-in",
  unsaved: "Unsaved changes",
  save: "Save",
  discard: "Discard",
  leaveTitle: "Leave page with unsaved changes?",
  leaveText: "Leaving this page will delete all unsaved changes.",
  leave: "Leave page",
  stay: "Stay",
  dismiss: "Dismiss",
  loading: "Loading",
  noAnswer: "The app does not answer.",
  retry: "Try again",
  opens: "In Shopify this opens",
  notInstalled: "The app is not installed in this shop.",
  install: "Install",
};

export type AdminTexts = typeof en;

const de: AdminTexts = {
  title: "Admin",
  standIn: "Attrappe",
  skip: "Zur App springen",
  apps: "Apps",
  menu: "Menü",
  language: "Sprache",
  appFrame: "App",
  home: "Startseite",
  orders: "Bestellungen",
  products: "Produkte",
  customers: "Kunden",
  notHere: "Nicht Teil der Attrappe",
  unsaved: "Nicht gespeicherte Änderungen",
  save: "Speichern",
  discard: "Verwerfen",
  leaveTitle: "Seite mit nicht gespeicherten Änderungen verlassen?",
  leaveText: "Wenn du diese Seite verlässt, gehen alle nicht gespeicherten Änderungen verloren.",
  leave: "Seite verlassen",
  stay: "Bleiben",
  dismiss: "Schließen",
  loading: "Lädt",
  noAnswer: "Die App antwortet nicht.",
  retry: "Erneut versuchen",
  opens: "In Shopify öffnet sich hier",
  notInstalled: "Die App ist in diesem Shop nicht installiert.",
  install: "Installieren",
};

export type AdminLocale = "en" | "de";

/** The admin's language: what `?locale=` asks for, else the shop's own. */
export function adminLocale(asked: unknown, shopLocale: string): AdminLocale {
  const tag = typeof asked === "string" && asked !== "" ? asked : shopLocale;
  return tag.toLowerCase().startsWith("de") ? "de" : "en";
}

export function adminTexts(locale: AdminLocale): AdminTexts {
  return locale === "de" ? de : en;
}
