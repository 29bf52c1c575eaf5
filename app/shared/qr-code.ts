import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

/** White around the code, in modules, as the standard asks for. */
const BORDER = 4;
/** How wide a module is in the picture: sharp on paper as well. */
const MODULE_PX = 12;

/** Medium error correction: readable with a crease or a drop of coffee, and not too dense for a phone. */
function modulesOf(text: string): boolean[][] {
  return encode(text, { ecc: "M", border: BORDER }).data;
}

/** The QR code of a text as an SVG document, to be scaled to any size. `label` is read out instead of it. */
export function qrSvg(text: string, label: string): string {
  const modules = modulesOf(text);
  const dark = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  const name = label.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const size = modules.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="${name}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark.join("")}" fill="#000"/></svg>`;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** One line of a picture of one bit per pixel: no filter, then the bits, light ones set. */
function lineOf(row: boolean[], bytes: number): Buffer {
  const line = Buffer.alloc(1 + bytes);
  row.forEach((isDark, x) => {
    for (let px = x * MODULE_PX; !isDark && px < (x + 1) * MODULE_PX; px += 1) {
      const at = 1 + (px >> 3);
      line[at] = (line[at] ?? 0) | (0x80 >> (px & 7));
    }
  });
  return line;
}

/** The same as a PNG of one bit per pixel, some kilobytes small. */
export function qrPng(text: string): Buffer {
  const modules = modulesOf(text);
  const width = modules.length * MODULE_PX;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header[8] = 1; // bits per pixel; greyscale, deflate, no filter, no interlace are all 0
  const lines = modules.flatMap((row) => {
    const line = lineOf(row, Math.ceil(width / 8));
    return Array.from({ length: MODULE_PX }, () => line);
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
