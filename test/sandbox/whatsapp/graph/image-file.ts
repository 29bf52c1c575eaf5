export const IMAGE_MAX_BYTES = 5 * 1024 * 1024;

const PNG_SIGNATURE = "89504e470d0a1a0a";
const PNG_RGB_TYPES = [2, 6];

/**
 * What is wrong with the bytes of a picture, or null. Meta takes JPEG and PNG up to 5 MB with
 * 8 bits per channel, RGB or RGBA (contract 1.9).
 */
export function imageFault(bytes: Buffer): string | null {
  if (bytes.length > IMAGE_MAX_BYTES) return "image is larger than 5 MB";
  if (bytes.subarray(0, 8).toString("hex") === PNG_SIGNATURE) return pngFault(bytes);
  if (bytes.subarray(0, 3).toString("hex") === "ffd8ff") return jpegFault(bytes);
  return "image is neither JPEG nor PNG";
}

/** The MIME type that the first bytes tell, for the types that pictures may have. */
export function imageType(bytes: Buffer): string | null {
  if (bytes.subarray(0, 8).toString("hex") === PNG_SIGNATURE) return "image/png";
  if (bytes.subarray(0, 3).toString("hex") === "ffd8ff") return "image/jpeg";
  if (bytes.subarray(0, 4).toString("latin1") === "RIFF") return "image/webp";
  return null;
}

function pngFault(bytes: Buffer): string | null {
  const [depth, colour] = [bytes[24], bytes[25]];
  if (depth === undefined || colour === undefined) return "image is cut off";
  return depth === 8 && PNG_RGB_TYPES.includes(colour) ? null : "image is not 8-bit RGB or RGBA";
}

/** Walks the JPEG segments to the frame header, which holds the precision and the channels. */
function jpegFault(bytes: Buffer): string | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return bytes[at + 4] === 8 && bytes[at + 9] === 3 ? null : "image is not 8-bit RGB";
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return "image is cut off";
}
