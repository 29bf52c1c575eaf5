/**
 * Reasons that speak against this one message, not against reminding: the series goes on with its next
 * step, which has another template and another hour.
 */
export const OPEN_ENDED_SKIPS: ReadonlySet<string> = new Set([
  "template_not_approved",
  "too_late",
  "frequency_cap",
]);
