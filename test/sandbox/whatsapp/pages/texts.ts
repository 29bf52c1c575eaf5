const en = {
  title: "WhatsApp stand-in",
  phone: "Phone number",
  standIn: "Stand-in",
  chats: "Chats",
  business: "Business account",
  messages: "Messages",
  secure: "This is a stand-in for WhatsApp. Nothing leaves this machine.",
  empty: "No messages yet",
  emptyHint: "As soon as the shop writes to a phone, the message shows here.",
  reply: "Message",
  send: "Send",
  copied: "Copied",
  copyCode: "Copy code",
  read: "Read",
  delivered: "Delivered",
  offer: "Limited offer",
  log: "What the WhatsApp stand-in took and refused",
  logHint: "The newest 100 of each. The whole log is at /_control/log.",
  accepted: "Accepted",
  refused: "Refused",
  nothing: "Nothing yet.",
  time: "Time",
  to: "To",
  template: "Template",
  callbackData: "Callback data",
  code: "Code",
  why: "Why",
  openPhone: "Open the phone",
  openState: "State as JSON",
};

export type Texts = typeof en;

const de: Texts = {
  title: "WhatsApp-Attrappe",
  phone: "Telefonnummer",
  standIn: "Attrappe",
  chats: "Chats",
  business: "Unternehmenskonto",
  messages: "Nachrichten",
  secure: "Dies ist eine Attrappe von WhatsApp. Nichts verlässt diesen Rechner.",
  empty: "Noch keine Nachrichten",
  emptyHint: "Sobald der Shop jemandem schreibt, erscheint die Nachricht hier.",
  reply: "Nachricht",
  send: "Senden",
  copied: "Kopiert",
  copyCode: "Code kopieren",
  read: "Gelesen",
  delivered: "Zugestellt",
  offer: "Befristetes Angebot",
  log: "Was die WhatsApp-Attrappe annahm und ablehnte",
  logHint: "Jeweils die neuesten 100. Alles zusammen steht unter /_control/log.",
  accepted: "Angenommen",
  refused: "Abgelehnt",
  nothing: "Noch nichts.",
  time: "Zeit",
  to: "An",
  template: "Vorlage",
  callbackData: "Callback-Daten",
  code: "Code",
  why: "Warum",
  openPhone: "Telefon öffnen",
  openState: "Zustand als JSON",
};

export type Language = "en" | "de";

export function languageOf(query: URLSearchParams): Language {
  return query.get("lang")?.toLowerCase().startsWith("de") ? "de" : "en";
}

export function textsFor(language: Language): Texts {
  return language === "de" ? de : en;
}
