export { blockPerson, personChoices } from "./block-person.ts";
export { changePreferences, openPreferences } from "./change-preferences.ts";
export { withdrawForPerson } from "./withdraw-for-person.ts";
