import { isbot } from "isbot";

/** WhatsApp and the other Meta apps fetch a link to draw its preview before anybody has tapped it. */
const PREVIEW_FETCHERS = /^whatsapp\/|facebookexternalhit|facebot|meta-external/i;

/** Few user agents make most of the visits, and isbot's pattern is a long one. */
const MAX_REMEMBERED = 1000;
const MAX_LENGTH = 500;
const remembered = new Map<string, boolean>();

function looksLikeProgram(userAgent: string): boolean {
  const known = remembered.get(userAgent);
  if (known !== undefined) return known;
  const found = PREVIEW_FETCHERS.test(userAgent) || isbot(userAgent);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (userAgent.length <= MAX_LENGTH) remembered.set(userAgent, found);
  return found;
}

/** Whether a program, not a person, says it is asking. No user agent at all is a program too. */
export function isProgram(userAgent: string | null): boolean {
  return userAgent?.trim() ? looksLikeProgram(userAgent) : true;
}
