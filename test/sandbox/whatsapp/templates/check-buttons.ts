import { refuseTemplate } from "../graph/refusal.ts";
import { characters, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";

const LABEL_MAX = 25;
const URL_MAX = 2000;
/** How many buttons of a type a template may have (contract 4.3). */
const MOST: Readonly<Record<string, number>> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  VOICE_CALL: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
  REQUEST_CONTACT_INFO: 1,
  OTP: 1,
};
/** Types whose label Meta writes itself. */
const NO_LABEL = ["COPY_CODE", "OTP", "SPM", "REQUEST_CONTACT_INFO"];

/** Checks a BUTTONS component: numbers, labels, targets, grouping (contract 4.3). */
export function checkButtonsComponent(component: JsonObject, most: number): void {
  const buttons = objectsOrNull(component["buttons"]);
  if (!buttons || buttons.length === 0) refuseTemplate(100, "buttons are missing");
  if (buttons.length > most) refuseTemplate(100, `at most ${most} buttons`);
  const types = buttons.map(buttonType);
  for (const [type, limit] of Object.entries(MOST)) {
    if (types.filter((other) => other === type).length > limit) {
      refuseTemplate(100, `at most ${limit} buttons of type ${type}`);
    }
  }
  checkGrouping(types);
  buttons.forEach((button, index) => checkButton(button, types[index] ?? ""));
}

/** A limited-time offer has a copy-code button or none, then one link, and nothing else (contract 1.4, 4.1). */
export function checkOfferButtons(component: JsonObject | undefined): void {
  const types = (objectsOrNull(component?.["buttons"]) ?? []).map(buttonType).join("+");
  if (types !== "URL" && types !== "COPY_CODE+URL") {
    refuseTemplate(100, "an offer takes a copy code button, if any, and then one URL button");
  }
}

function buttonType(button: JsonObject): string {
  const type = (textOrNull(button["type"]) ?? "").toUpperCase();
  if (!(type in MOST)) refuseTemplate(100, `unknown button type ${type}`);
  return type;
}

/** Quick replies stand together, before or after all others. */
function checkGrouping(types: string[]): void {
  const changes = types.filter(
    (type, index) => index > 0 && (type === "QUICK_REPLY") !== (types[index - 1] === "QUICK_REPLY"),
  );
  if (changes.length > 1)
    refuseTemplate(100, "invalid combination: quick replies must be together");
}

function checkButton(button: JsonObject, type: string): void {
  const label = textOrNull(button["text"]);
  if (!NO_LABEL.includes(type)) {
    if (!label) refuseTemplate(100, `button of type ${type} needs a text`);
    if (characters(label) > LABEL_MAX) {
      refuseTemplate(2388040, `button text is longer than ${LABEL_MAX} characters`);
    }
  }
  if (type === "URL") checkUrlButton(button);
  if (type === "PHONE_NUMBER") checkPhoneButton(button);
  if (type === "COPY_CODE") checkCodeButton(button);
}

function checkUrlButton(button: JsonObject): void {
  const url = textOrNull(button["url"]);
  if (!url || !/^https?:\/\//.test(url)) refuseTemplate(100, "URL button needs an http(s) url");
  if (characters(url) > URL_MAX) refuseTemplate(2388040, "url is longer than 2000 characters");
  const variables = url.match(/\{\{[^{}]*\}\}/g) ?? [];
  if (variables.length === 0) return;
  if (variables.length > 1 || !url.endsWith("{{1}}")) {
    refuseTemplate(100, "url takes one variable {{1}}, at its very end");
  }
  const example: unknown = button["example"];
  const first: unknown = Array.isArray(example) ? example[0] : example;
  if (!textOrNull(first)) refuseTemplate(100, "url with a variable needs an example", 2388043);
}

function checkPhoneButton(button: JsonObject): void {
  const phone = textOrNull(button["phone_number"]);
  if (!phone || characters(phone) > 20) {
    refuseTemplate(100, "phone button needs a phone_number of at most 20 characters");
  }
}

function checkCodeButton(button: JsonObject): void {
  const example: unknown = button["example"];
  const code = textOrNull(Array.isArray(example) ? example[0] : example);
  if (!code || !/^[A-Za-z0-9]{1,15}$/.test(code)) {
    refuseTemplate(100, "copy code button needs an example of at most 15 letters and digits");
  }
}
