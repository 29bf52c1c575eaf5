import type { Language } from "../pages/texts.ts";

const en = {
  title: "Connect a WhatsApp account",
  standIn: "Stand-in for Meta's signup",
  intro: "“Beckon” wants to send messages in the name of your business.",
  choose: "WhatsApp Business account",
  grants: "Beckon may manage this account, and send and receive messages for it.",
  go: "Continue",
  cancel: "Cancel",
  done: "Done. You can close this window.",
  refused: "Meta cannot begin this signup: {why}",
};

export type DialogTexts = typeof en;

const de: DialogTexts = {
  title: "Ein WhatsApp-Konto verbinden",
  standIn: "Attrappe von Metas Anmeldung",
  intro: "„Beckon“ möchte im Namen deines Unternehmens Nachrichten senden.",
  choose: "WhatsApp-Business-Konto",
  grants: "Beckon darf dieses Konto verwalten und Nachrichten dafür senden und empfangen.",
  go: "Weiter",
  cancel: "Abbrechen",
  done: "Fertig. Du kannst dieses Fenster schließen.",
  refused: "Meta kann diese Anmeldung nicht beginnen: {why}",
};

export function dialogTexts(language: Language): DialogTexts {
  return language === "de" ? de : en;
}
