/** Languages that Meta takes for templates, as far as contract 4.9 lists them: no de_DE, de_AT, de_CH. */
const LANGUAGES = new Set(
  (
    "de en en_US en_GB es es_ES es_MX es_AR fr it nl pt_BR pt_PT pl sv da fi nb cs hu ro uk ru tr " +
    "el he ar ja ko zh_CN zh_HK zh_TW hi id"
  ).split(" "),
);

export function isTemplateLanguage(code: string): boolean {
  return LANGUAGES.has(code);
}
