import { addDays, addMinutes } from "#app/shared/duration.ts";

/** What WhatsApp takes as a picture (contract 1.9): JPEG or PNG of at most 5 MB, 8 bits, RGB or RGBA. */
export const PICTURE_MAX_BYTES = 5 * 1024 * 1024;

/** WhatsApp shows a header at 1.91 to 1 and cuts off the rest. */
const WIDTH = 1125;
const HEIGHT = 589;
export const SHOPIFY_CDN = "https://cdn.shopify.com";

/**
 * The address of a picture as WhatsApp needs it. Shopify's CDN does the work: a JPEG (it answers WebP
 * or AVIF otherwise) at the right ratio, padded rather than cut, so that the product stays whole.
 */
export function pictureAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  if (address.origin !== SHOPIFY_CDN) return url;
  const wish = { width: WIDTH, height: HEIGHT, pad_color: "ffffff", format: "jpg" };
  for (const [name, value] of Object.entries(wish)) address.searchParams.set(name, String(value));
  return address.href;
}

export type PictureFault =
  | "empty"
  | "too_large"
  | "not_jpeg_or_png"
  | "not_8_bit_rgb"
  | "cut_off"
  | "not_there"
  | "not_allowed"
  | "unreachable"
  | "refused_by_whatsapp"
  | "no_answer_of_whatsapp";

export type PictureCheck =
  { ok: true; mimeType: "image/jpeg" | "image/png" } | { ok: false; fault: PictureFault };

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_RGB_KINDS = [2, 6];
/** Markers of a JPEG's frame header; four codes between them mean other things. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const startsWith = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);

function pngCheck(bytes: Uint8Array): PictureCheck {
  const [depth, kind] = [bytes[24], bytes[25]];
  if (depth === undefined || kind === undefined) return { ok: false, fault: "cut_off" };
  return depth === 8 && PNG_RGB_KINDS.includes(kind)
    ? { ok: true, mimeType: "image/png" }
    : { ok: false, fault: "not_8_bit_rgb" };
}

/** Walks from segment to segment to the frame header, which tells precision and channels. */
function jpegCheck(bytes: Uint8Array): PictureCheck {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    if (isFrame(bytes[at + 1] ?? 0)) {
      return bytes[at + 4] === 8 && bytes[at + 9] === 3
        ? { ok: true, mimeType: "image/jpeg" }
        : { ok: false, fault: "not_8_bit_rgb" };
    }
    at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return { ok: false, fault: "cut_off" };
}

/** Whether WhatsApp would take these bytes: what they are, whatever their name or header says. */
export function checkPicture(bytes: Uint8Array): PictureCheck {
  if (bytes.length === 0) return { ok: false, fault: "empty" };
  if (bytes.length > PICTURE_MAX_BYTES) return { ok: false, fault: "too_large" };
  if (startsWith(bytes, PNG_SIGNATURE)) return pngCheck(bytes);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return jpegCheck(bytes);
  return { ok: false, fault: "not_jpeg_or_png" };
}

/** WhatsApp keeps an upload for 30 days (contract 1.9). */
const LIVES_DAYS = 30;
/** A message may wait that long after it was planned. */
const SPARE_DAYS = 3;

export function uploadExpiresAt(uploadedAt: Date): Date {
  return addDays(uploadedAt, LIVES_DAYS);
}

export interface PictureRecord {
  status: "uploading" | "ready" | "failed" | "refused";
  mediaId: string | null;
  attempts: number;
  nextTryAt: Date;
  expiresAt: Date | null;
}

/**
 * What to do about a picture: use its upload, upload it, wait for somebody who does, or go without
 * until the next try.
 */
export function pictureStep(
  record: PictureRecord | null,
  now: Date,
): { do: "use"; mediaId: string } | { do: "upload" | "wait" | "without" } {
  if (!record) return { do: "upload" };
  const { status, mediaId, nextTryAt, expiresAt } = record;
  if (status === "ready" && mediaId !== null) {
    const isFresh = expiresAt !== null && now < addDays(expiresAt, -SPARE_DAYS);
    return isFresh ? { do: "use", mediaId } : { do: "upload" };
  }
  if (now >= nextTryAt) return { do: "upload" };
  return { do: status === "uploading" ? "wait" : "without" };
}

const TRY_AGAIN_MINUTES = [1, 5, 30, 120];
/** A picture that WhatsApp cannot use has to become another one first; then it has another address. */
const REFUSED_DAYS = 7;

const LASTING: readonly PictureFault[] = [
  "empty",
  "too_large",
  "not_jpeg_or_png",
  "not_8_bit_rgb",
  "refused_by_whatsapp",
];

/** When a picture that could not be had is tried again. @param attempts made so far, this one included */
export function nextTryAt(fault: PictureFault, attempts: number, now: Date): Date {
  if (LASTING.includes(fault)) return addDays(now, REFUSED_DAYS);
  const minutes = TRY_AGAIN_MINUTES[Math.min(attempts, TRY_AGAIN_MINUTES.length) - 1] ?? 1;
  return addMinutes(now, minutes);
}
