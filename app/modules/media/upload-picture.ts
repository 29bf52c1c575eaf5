import { tokenOf } from "#app/modules/channel/index.ts";
import type { NumberRow } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  checkPicture,
  PICTURE_MAX_BYTES,
  type PictureFault,
  SHOPIFY_CDN,
} from "./picture.rules.ts";

export type Upload =
  | { ok: true; mediaId: string; mimeType: string; bytes: number }
  | { ok: false; fault: PictureFault };

const FETCH_TIMEOUT_MS = 10_000;

/** Reads a picture from Shopify's CDN (or the stand-in's origin), and from nowhere else. */
async function fetchPicture(
  deps: Deps,
  url: string,
): Promise<{ ok: true; body: Buffer } | { ok: false; fault: PictureFault }> {
  const answer = await deps.web.get({
    url,
    origins: [SHOPIFY_CDN, ...deps.extraShopOrigins],
    timeoutMs: FETCH_TIMEOUT_MS,
    maxBytes: PICTURE_MAX_BYTES,
    accept: "image/jpeg,image/png",
  });
  if (answer.outcome === "refused") return { ok: false, fault: "not_allowed" };
  if (answer.outcome === "failed") {
    return { ok: false, fault: answer.reason === "too_large" ? "too_large" : "unreachable" };
  }
  if (answer.status !== 200) {
    return { ok: false, fault: answer.status >= 500 ? "unreachable" : "not_there" };
  }
  return { ok: true, body: answer.body };
}

/** Fetches a picture, looks at what it is, and hands it to WhatsApp. Never throws. */
export async function uploadPicture(deps: Deps, number: NumberRow, url: string): Promise<Upload> {
  const fetched = await fetchPicture(deps, url);
  if (!fetched.ok) return fetched;
  const checked = checkPicture(fetched.body);
  if (!checked.ok) return checked;
  const { mimeType } = checked;
  const { body } = fetched;
  try {
    const answer = await deps.whatsapp.uploadMedia({
      phoneNumberId: number.phoneNumberId,
      token: tokenOf(deps, number),
      mimeType,
      bytes: body,
    });
    if (answer.mediaId !== null) {
      return { ok: true, mediaId: answer.mediaId, mimeType, bytes: body.length };
    }
    const isTheirs = answer.httpStatus >= 500 || answer.httpStatus === 429;
    const isPicture = answer.code === 131053;
    deps.log.warn("media.refused", { httpStatus: answer.httpStatus, code: answer.code });
    return {
      ok: false,
      fault: isPicture && !isTheirs ? "refused_by_whatsapp" : "no_answer_of_whatsapp",
    };
  } catch {
    return { ok: false, fault: "no_answer_of_whatsapp" };
  }
}
