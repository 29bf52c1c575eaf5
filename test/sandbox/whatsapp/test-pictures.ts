import { deflateSync } from "node:zlib";

/** The start of a PNG with this depth and colour type: what the rules look at. */
export function png({ depth = 8, colour = 2, size = 200 } = {}): Buffer {
  const bytes = Buffer.alloc(Math.max(size, 64));
  Buffer.from("89504e470d0a1a0a", "hex").copy(bytes);
  bytes.writeUInt32BE(13, 8);
  bytes.write("IHDR", 12, "latin1");
  bytes.writeUInt32BE(1, 16);
  bytes.writeUInt32BE(1, 20);
  bytes[24] = depth;
  bytes[25] = colour;
  return bytes;
}

/** The segments of a JPEG up to its frame header, with this many channels. */
export function jpeg(channels = 3): Buffer {
  const app0 = Buffer.concat([Buffer.from("ffe00010", "hex"), Buffer.alloc(14)]);
  const frame = Buffer.from(`ffc0001108000100010${channels}`, "hex");
  return Buffer.concat([Buffer.from("ffd8", "hex"), app0, frame, Buffer.alloc(20)]);
}

export function webp(): Buffer {
  return Buffer.concat([Buffer.from("RIFF0000WEBPVP8 ", "latin1"), Buffer.alloc(40)]);
}

/** A whole PNG of one colour that a browser can draw. */
export function colouredPng(
  width: number,
  height: number,
  [r, g, b]: [number, number, number],
): Buffer {
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.concat(Array.from({ length: width }, () => Buffer.from([r, g, b]))),
  ]);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
