export { changePreferences, openPreferences } from "./change-preferences.ts";
