import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMinutes } from "#app/shared/duration.ts";
import {
  checkPicture,
  nextTryAt,
  pictureAddress,
  type PictureRecord,
  pictureStep,
  uploadExpiresAt,
} from "./picture.rules.ts";

const NOW = new Date("2026-11-22T10:00:00Z");

/** A JPEG as far as its frame header; that is as far as anybody looks. */
function jpeg(precision = 8, channels = 3): Uint8Array {
  const app0 = [0xff, 0xe0, 0, 4, 0, 0];
  const frame = [0xff, 0xc0, 0, 17, precision, 0, 100, 0, 200, channels, 0, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xd8, ...app0, ...frame]);
}

/** A PNG as far as its header. */
function png(depth: number, kind: number): Uint8Array {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const name = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  return Uint8Array.from([...signature, ...name, 0, 0, 0, 9, 0, 0, 0, 5, depth, kind, 0, 0, 0]);
}

describe("the address of a picture", () => {
  it("asks Shopify's CDN for a JPEG at the ratio of a header, whole, and keeps the version", () => {
    const asked = new URL(pictureAddress("https://cdn.shopify.com/s/a.webp?v=17&width=90"));
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      v: "17",
      width: "1125",
      height: "589",
      pad_color: "ffffff",
      format: "jpg",
    });
  });

  it.each(["http://127.0.0.1:4602/pictures/a.jpg", "https://cdn.shopify.com.evil.example/a", "x"])(
    "stays as it is elsewhere: %s",
    (url) => {
      expect(pictureAddress(url)).toBe(url);
    },
  );
});

describe("a picture for WhatsApp", () => {
  it.each([
    ["a JPEG", jpeg(), "image/jpeg"],
    ["a PNG", png(8, 2), "image/png"],
    ["a PNG with transparency", png(8, 6), "image/png"],
  ])("is %s", (_name, bytes, mimeType) => {
    expect(checkPicture(bytes)).toEqual({ ok: true, mimeType });
  });

  it.each([
    ["nothing", new Uint8Array(), "empty"],
    ["a WebP called JPEG", Buffer.from("RIFF\0\0\0\0WEBPVP8 "), "not_jpeg_or_png"],
    ["a page", Buffer.from("<!doctype html>"), "not_jpeg_or_png"],
    ["a JPEG in CMYK", jpeg(8, 4), "not_8_bit_rgb"],
    ["a JPEG with 12 bits", jpeg(12), "not_8_bit_rgb"],
    ["a PNG with 16 bits", png(16, 2), "not_8_bit_rgb"],
    ["a PNG with a palette", png(8, 3), "not_8_bit_rgb"],
    ["half a JPEG", jpeg().subarray(0, 10), "cut_off"],
    ["the beginning of a PNG", png(8, 2).subarray(0, 12), "cut_off"],
    ["more than 5 MB", Buffer.alloc(5 * 1024 * 1024 + 1), "too_large"],
  ])("is not %s", (_name, bytes, fault) => {
    expect(checkPicture(bytes)).toEqual({ ok: false, fault });
  });

  it("is told from any bytes without an error", () => {
    const start = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], []);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        expect(typeof checkPicture(Uint8Array.from([...head, ...rest])).ok).toBe("boolean");
      }),
    );
  });
});

describe("what is done about a picture", () => {
  const record = (change: Partial<PictureRecord>): PictureRecord => ({
    status: "ready",
    mediaId: "m1",
    attempts: 0,
    nextTryAt: NOW,
    expiresAt: uploadExpiresAt(NOW),
    ...change,
  });
  const later = addMinutes(NOW, 1);

  it.each([
    ["never seen: uploaded", null, { do: "upload" }],
    ["uploaded: used", record({}), { do: "use", mediaId: "m1" }],
    ["about to expire: uploaded anew", record({ expiresAt: addDays(NOW, 3) }), { do: "upload" }],
    [
      "being uploaded: waited for",
      record({ status: "uploading", nextTryAt: later }),
      { do: "wait" },
    ],
    ["left half-done: uploaded", record({ status: "uploading" }), { do: "upload" }],
    [
      "failed a moment ago: without",
      record({ status: "failed", nextTryAt: later }),
      { do: "without" },
    ],
    ["failed a while ago: uploaded", record({ status: "failed" }), { do: "upload" }],
    ["refused: without", record({ status: "refused", nextTryAt: later }), { do: "without" }],
  ])("%s", (_name, known, step) => {
    expect(pictureStep(known, NOW)).toEqual(step);
  });

  it("waits longer after each failure that may pass, and a week for what will not", () => {
    const waits = [1, 2, 3, 4, 9].map((attempts) => nextTryAt("unreachable", attempts, NOW));
    expect(waits).toEqual([1, 5, 30, 120, 120].map((minutes) => addMinutes(NOW, minutes)));
    expect(nextTryAt("not_jpeg_or_png", 1, NOW)).toEqual(addDays(NOW, 7));
  });
});
