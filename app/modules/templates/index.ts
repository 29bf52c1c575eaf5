export { applyTemplateEvent } from "./apply-template-event.ts";
export {
  addTemplatePurposes,
  chooseWayOut,
  isEditable,
  saveTemplateText,
  submitTemplateAgain,
} from "./change-templates.ts";
export { itemSummary } from "./item-summary.rules.ts";
export { languageOrder } from "./language.rules.ts";
export { pollTemplates } from "./poll-templates.ts";
export { hasWayOutLink, renderTemplate } from "./render-template.rules.ts";
export { submitTemplates } from "./submit-templates.ts";
export { sweepTemplates } from "./sweep-templates.ts";
export { pauseTemplate, templateFor } from "./template-for.ts";
export { chooseTemplate, currentTemplate, type TemplateChoice } from "./template-state.rules.ts";
export { textOnlyTemplate } from "./text-only.ts";
export { templateDetail, templatesReport } from "./templates-report.ts";
export { templatesById } from "./templates-by-id.store.server.ts";
export { pollTemplatesJob, submitTemplatesJob, sweepTemplatesJob } from "./templates.jobs.ts";
export { countLowQuality, forgetSubmissions, templatesOfShop } from "./templates.store.server.ts";
