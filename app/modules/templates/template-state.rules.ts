import { storedPurpose } from "./ready-made.rules.ts";
import type { TemplateRow, TemplateState } from "./template.types.ts";

const STATES: Readonly<Record<string, TemplateState>> = {
  APPROVED: "approved",
  PAUSED: "paused",
  PENDING: "pending",
  IN_APPEAL: "pending",
  REJECTED: "rejected",
  LIMIT_EXCEEDED: "rejected",
};

/** What a stored status means for sending; only APPROVED sends (contract 4.6). */
export function templateState(status: string): TemplateState {
  return STATES[status] ?? "disabled";
}

const SAME_AS: Readonly<Record<string, string>> = {
  REINSTATED: "APPROVED",
  UNARCHIVED: "APPROVED",
  LOCKED: "PAUSED",
};

/** The status after a webhook's event (contract 3.6); a warning like FLAGGED changes nothing. */
export function statusAfterEvent(event: string, current: string): string {
  const name = event.toUpperCase();
  return name === "FLAGGED" ? current : (SAME_AS[name] ?? name);
}

/** Webhooks write en-US where REST writes en_US (contract 3.3). */
export function restLanguage(language: string): string {
  return language.replace("-", "_");
}

export interface TemplateChoice {
  state: TemplateState;
  template: TemplateRow | null;
}

function newest(rows: readonly TemplateRow[]): TemplateRow | null {
  return rows.reduce<TemplateRow | null>(
    (best, row) => (best === null || row.version > best.version ? row : best),
    null,
  );
}

/** Of all versions the newest that sends; without one the newest of all says why. */
function choiceOf(rows: readonly TemplateRow[]): TemplateChoice {
  const sending = newest(rows.filter((row) => templateState(row.status) === "approved"));
  const template = sending ?? newest(rows);
  return { state: template ? templateState(template.status) : "missing", template };
}

const WORTH_WAITING = ["paused", "pending", "rejected", "disabled"] as const;

/**
 * The template that a message is sent with: language by language, the form with a picture before the
 * one without, the newest approved version. A paused one is waited for, not gone around: Meta paused
 * it because people disliked what it says.
 */
export function chooseTemplate(
  rows: readonly TemplateRow[],
  wanted: { purpose: string; hasPicture: boolean; languages: readonly string[] },
): TemplateChoice {
  const forms = wanted.hasPicture ? [true, false] : [false];
  const choices: TemplateChoice[] = [];
  for (const language of wanted.languages) {
    for (const form of forms) {
      const purpose = storedPurpose(wanted.purpose, form);
      const own = rows.filter((row) => row.language === language && row.purpose === purpose);
      const choice = choiceOf(own);
      if (choice.state === "approved" || choice.state === "paused") return choice;
      choices.push(choice);
    }
  }
  const best = WORTH_WAITING.flatMap((state) => choices.find((one) => one.state === state) ?? []);
  return best[0] ?? { state: "missing", template: null };
}

/**
 * The template that a planned message leaves with: its own, or a newer approved version that says the
 * same in the same language.
 */
export function currentTemplate(
  rows: readonly TemplateRow[],
  templateId: string | null,
): TemplateChoice {
  const own = rows.find((row) => row.id === templateId);
  if (!own) return { state: "missing", template: null };
  if (templateState(own.status) === "approved") return { state: "approved", template: own };
  const kin = rows.filter((row) => row.purpose === own.purpose && row.language === own.language);
  const choice = choiceOf(kin);
  return choice.state === "approved" ? choice : { state: templateState(own.status), template: own };
}
