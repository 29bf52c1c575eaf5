import { isbot } from "isbot";

/** WhatsApp and the other Meta apps fetch a link to draw its preview before anybody has tapped it. */
const PREVIEW_FETCHERS = /^whatsapp\/|facebookexternalhit|facebot|meta-external/i;

/** Whether a program, not a person, says it is asking. No user agent at all is a program too. */
export function isProgram(userAgent: string | null): boolean {
  if (!userAgent?.trim()) return true;
  return PREVIEW_FETCHERS.test(userAgent) || isbot(userAgent);
}
