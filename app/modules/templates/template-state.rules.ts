import { PURPOSES, storedPurpose } from "./purposes.rules.ts";
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

/** Approved, or waited for at the send: a pause ends, and Meta decides, about every template of a new account. */
export function mayBeSentYet(state: TemplateState): boolean {
  return state === "approved" || state === "paused" || state === "pending";
}

/**
 * What a version is good for. One that WhatsApp has moved to another category is held like a paused
 * one: it would cost another price, and a wrong category is held against the account (contract 4.5).
 */
export function rowState(row: Pick<TemplateRow, "status" | "category" | "metaCategory">) {
  const state = templateState(row.status);
  const moved = row.metaCategory !== null && row.metaCategory !== row.category;
  return state === "approved" && moved ? "paused" : state;
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
  const sending = newest(rows.filter((row) => rowState(row) === "approved"));
  const template = sending ?? newest(rows);
  return { state: template ? rowState(template) : "missing", template };
}

/** Over which domain links run now; links of our own domain always work, so "app" stands in for "proxy". */
export type Base = "app" | "proxy";

function basesFor(base: Base): readonly Base[] {
  return base === "proxy" ? ["proxy", "app"] : ["app"];
}

export interface Wanted {
  purpose: string;
  hasPicture: boolean;
  languages: readonly string[];
  base?: Base;
}

/** Every place where a fitting template may be, best first: language, then form, then base. */
function placesFor(wanted: Wanted) {
  const facts = Object.entries(PURPOSES).find(([purpose]) => purpose === wanted.purpose)?.[1];
  const forms = (facts?.forms ?? [true, false]).filter((form) => wanted.hasPicture || !form);
  return wanted.languages.flatMap((language) =>
    forms.flatMap((form) =>
      basesFor(wanted.base ?? "app").map((base) => ({
        language,
        base,
        purpose: storedPurpose(wanted.purpose, form),
      })),
    ),
  );
}

const WORTH_WAITING = ["paused", "pending", "rejected", "disabled"] as const;

/**
 * The template that a message is sent with: language by language, the form with a picture before the
 * one without, the newest approved version. A paused one is waited for, not gone around: Meta paused
 * it because people disliked what it says.
 */
export function chooseTemplate(rows: readonly TemplateRow[], wanted: Wanted): TemplateChoice {
  const choices: TemplateChoice[] = [];
  for (const { language, base, purpose } of placesFor(wanted)) {
    const own = rows.filter(
      (row) => row.language === language && row.purpose === purpose && row.base === base,
    );
    const choice = choiceOf(own);
    if (choice.state === "approved" || choice.state === "paused") return choice;
    choices.push(choice);
  }
  const best = WORTH_WAITING.flatMap((state) => choices.find((one) => one.state === state) ?? []);
  return best[0] ?? { state: "missing", template: null };
}

/** The same words on the base that links run over now, or on our own domain, which always works. */
function kinOn(rows: readonly TemplateRow[], own: TemplateRow, base: Base): TemplateChoice | null {
  for (const wanted of basesFor(base)) {
    if (own.base === wanted && rowState(own) === "approved") {
      return { state: "approved", template: own };
    }
    const choice = choiceOf(
      rows.filter(
        (row) =>
          row.purpose === own.purpose && row.language === own.language && row.base === wanted,
      ),
    );
    if (choice.state === "approved") return choice;
  }
  return null;
}

/**
 * The template that a planned message leaves with: its own, or a newer approved version that says the
 * same in the same language.
 * @param base over which domain links run now; left out, the template's own
 */
export function currentTemplate(
  rows: readonly TemplateRow[],
  templateId: string | null,
  base?: Base,
): TemplateChoice {
  const own = rows.find((row) => row.id === templateId);
  if (!own) return { state: "missing", template: null };
  const ownBase: Base = own.base === "proxy" ? "proxy" : "app";
  const kin = kinOn(rows, own, base ?? ownBase);
  if (kin) return kin;
  const state = rowState(own);
  // Approved, but its links lead nowhere while the shop's domain fails its check: wait for the other one.
  return { state: state === "approved" ? "paused" : state, template: own };
}
