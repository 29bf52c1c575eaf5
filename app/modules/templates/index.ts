export { applyTemplateEvent } from "./apply-template-event.ts";
export { itemSummary } from "./item-summary.rules.ts";
export { languageOrder, templateLanguageOf } from "./language.rules.ts";
export { pollTemplates } from "./poll-templates.ts";
export { renderTemplate } from "./render-template.rules.ts";
export { submitTemplates } from "./submit-templates.ts";
export { sweepTemplates } from "./sweep-templates.ts";
export { pauseTemplate, templateFor } from "./template-for.ts";
export {
  chooseTemplate,
  currentTemplate,
  type TemplateChoice,
  templateState,
} from "./template-state.rules.ts";
export {
  OPT_OUT_PAYLOAD,
  type TemplatePurpose,
  type TemplateRow,
  type TemplateState,
  type TemplateValues,
} from "./template.types.ts";
export { pollTemplatesJob, submitTemplatesJob, sweepTemplatesJob } from "./templates.jobs.ts";
export { templatesOfShop } from "./templates.store.server.ts";
