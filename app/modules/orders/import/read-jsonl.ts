/** A line of a file; `text` is null where it is longer than we read. */
export interface JsonLine {
  text: string | null;
  /** of the file: where the next line begins */
  endByte: number;
}

const NEWLINE = 0x0a;
/** Shopify's longest lines are some kilobytes; whatever is longer is no order and no product. */
export const LONGEST_LINE_BYTES = 1024 * 1024;

/** Puts lines together out of chunks; of a line that is too long nothing is kept. */
class LineBuffer {
  private parts: Buffer[] = [];
  private size = 0;
  add(part: Buffer): void {
    this.size += part.length;
    if (this.size <= LONGEST_LINE_BYTES) this.parts.push(part);
    else this.parts = [];
  }
  get isEmpty(): boolean {
    return this.size === 0;
  }
  take(): string | null {
    const text = this.size > LONGEST_LINE_BYTES ? null : Buffer.concat(this.parts).toString("utf8");
    this.parts = [];
    this.size = 0;
    return text;
  }
}

/**
 * The lines of a JSONL file as it comes in, in memory one at a time.
 * @param fromByte where in the file `chunks` begins: always the beginning of a line
 */
export async function* readJsonl(
  chunks: AsyncIterable<Uint8Array>,
  fromByte: number,
): AsyncGenerator<JsonLine> {
  const line = new LineBuffer();
  let at = fromByte;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      line.add(bytes.subarray(start, end));
      at += end + 1 - start;
      yield { text: line.take(), endByte: at };
      start = end + 1;
    }
    if (start < bytes.length) {
      line.add(Buffer.from(bytes.subarray(start)));
      at += bytes.length - start;
    }
  }
  if (!line.isEmpty) yield { text: line.take(), endByte: at };
}
