import { inflateSync } from "node:zlib";
import readQr from "jsqr";
import { describe, expect, it } from "vitest";
import { qrPng, qrSvg } from "./qr-code.ts";

const LINK = `https://wa.me/4930123456?text=${encodeURIComponent("Ja, Käse & Brot darf mir schreiben. ".repeat(6))}`;

/** The pixels of one of our pictures, as a camera sees them. */
function pixelsOf(png: Buffer): { width: number; data: Uint8ClampedArray } {
  const width = png.readUInt32BE(16);
  const start = png.indexOf("IDAT", 0, "latin1");
  const lines = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const data = new Uint8ClampedArray(width * width * 4);
  const perLine = 1 + Math.ceil(width / 8);
  for (let at = 0; at < width * width; at += 1) {
    const [y, x] = [Math.floor(at / width), at % width];
    const bit = ((lines[y * perLine + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    data.set([bit * 255, bit * 255, bit * 255, 255], at * 4);
  }
  return { width, data };
}

describe("a QR code", () => {
  it("as a picture is read back word for word", () => {
    const { width, data } = pixelsOf(qrPng(LINK));
    expect(readQr(data, width, width)?.data).toBe(LINK);
  });

  it("as a drawing has the same modules, and a name for those who do not see it", () => {
    const svg = qrSvg(LINK, `Code of "Käse & Brot"`);
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const data = new Uint8ClampedArray(size * size * 16 * 4).fill(255);
    for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1/g)) {
      for (let at = 0; at < 16; at += 1) {
        const [px, py] = [Number(x) * 4 + (at % 4), Number(y) * 4 + Math.floor(at / 4)];
        data.set([0, 0, 0, 255], (py * size * 4 + px) * 4);
      }
    }
    expect(readQr(data, size * 4, size * 4)?.data).toBe(LINK);
    expect(svg).toContain('aria-label="Code of &quot;Käse &amp; Brot&quot;"');
  });
});
