import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../json.ts";
import type { Exchange } from "../http.ts";
import { readBytes } from "../http.ts";
import { newNumericId } from "../templates/template-store.ts";
import type { Media, State } from "../state.ts";
import { imageFault, imageType } from "./image-file.ts";
import { refuse } from "./refusal.ts";

const MEGABYTE = 1024 * 1024;
const LIFE_MS = 30 * 24 * 60 * 60 * 1000;
const LINK_LIFE_MS = 5 * 60 * 1000;
const BODY_MAX = 101 * MEGABYTE;

/** Types and sizes that Meta takes (contract 1.9). WebP is a sticker, never a picture. */
const TYPES: readonly { types: RegExp; kind: string; max: number }[] = [
  { types: /^image\/(jpeg|png)$/, kind: "image", max: 5 * MEGABYTE },
  { types: /^image\/webp$/, kind: "sticker", max: 500 * 1024 },
  { types: /^video\/(mp4|3gpp?)$/, kind: "video", max: 16 * MEGABYTE },
  { types: /^audio\/(aac|amr|mpeg|mp4|ogg)$/, kind: "audio", max: 16 * MEGABYTE },
  {
    types: /^(application\/(pdf|msword|vnd\.(ms-|openxmlformats).+)|text\/plain)$/,
    kind: "document",
    max: 100 * MEGABYTE,
  },
];

/** POST /{phone-number-id}/media: multipart with messaging_product, file and type. */
export async function uploadMedia(
  state: State,
  wabaId: string,
  exchange: Exchange,
): Promise<object> {
  const form = await readForm(exchange);
  if (form.get("messaging_product") !== "whatsapp") {
    refuse(100, "The parameter messaging_product is required and must be 'whatsapp'");
  }
  const file = form.get("file");
  if (!(file instanceof Blob)) refuse(131008, "The parameter file is required");
  const declared = form.get("type");
  const mimeType = typeof declared === "string" && declared !== "" ? declared : file.type;
  if (mimeType === "") refuse(131008, "The parameter type is required");
  const bytes = Buffer.from(await file.arrayBuffer());
  checkFile(mimeType, bytes);
  const media = newMedia(state, { wabaId, mimeType, bytes });
  state.media.set(media.id, media);
  keepFile(state, media);
  state.touch();
  return { id: media.id };
}

async function readForm({ req }: Exchange): Promise<FormData> {
  const type = req.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) refuse(100, "media is uploaded as multipart");
  const bytes = await readBytes(req, BODY_MAX);
  if (!bytes) refuse(131053, "file is larger than 100 MB");
  try {
    return await new Response(new Uint8Array(bytes), {
      headers: { "content-type": type },
    }).formData();
  } catch {
    refuse(100, "the multipart body cannot be read");
  }
}

function checkFile(mimeType: string, bytes: Buffer): void {
  const rule = TYPES.find(({ types }) => types.test(mimeType));
  if (!rule) refuse(131053, `files of type ${mimeType} are not supported`);
  if (bytes.length === 0) refuse(131053, "file is empty");
  if (bytes.length > rule.max) {
    refuse(131053, `${rule.kind} is larger than ${Math.round(rule.max / MEGABYTE)} MB`);
  }
  if (rule.kind !== "image") return;
  const fault = imageFault(bytes);
  if (fault !== null) refuse(131053, fault);
  if (imageType(bytes) !== mimeType) refuse(131053, `file is not ${mimeType}`);
}

function newMedia(state: State, file: Pick<Media, "wabaId" | "mimeType" | "bytes">): Media {
  return {
    id: newNumericId(),
    sha256: createHash("sha256").update(file.bytes).digest("hex"),
    uploadedAt: state.now().getTime(),
    ...file,
  };
}

/** The folder beside the data file that holds the bytes of uploads. */
export function mediaFolder(dataFile: string): string {
  return `${dataFile}.media`;
}

function keepFile(state: State, media: Media): void {
  if (state.dataFile === null) return;
  mkdirSync(mediaFolder(state.dataFile), { recursive: true });
  writeFileSync(join(mediaFolder(state.dataFile), media.id), media.bytes);
}

/** An upload of this account that is not older than 30 days. */
export function findMedia(state: State, id: string): Media | undefined {
  const media = state.media.get(id);
  if (!media || state.now().getTime() - media.uploadedAt > LIFE_MS) return undefined;
  return media;
}

/** GET /{media-id}: facts and a link that lives 5 real minutes. */
export function mediaFields(state: State, media: Media): JsonObject {
  const until = Date.now() + LINK_LIFE_MS;
  return {
    messaging_product: "whatsapp",
    url: `${state.url}/graph/media-files/${media.id}?until=${until}`,
    mime_type: media.mimeType,
    sha256: media.sha256,
    file_size: media.bytes.length,
    id: media.id,
  };
}
