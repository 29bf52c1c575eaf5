export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];

const startsWith = (bytes: Uint8Array, ...mark: number[]) =>
  mark.every((byte, at) => bytes[at] === byte);

/** Text of mostly Latin letters in two bytes each has zeros at every other place. */
function zerosAt(bytes: Uint8Array, parity: 0 | 1): boolean {
  const some = bytes.subarray(0, 2_000);
  const zeros = some.filter((byte, at) => byte === 0 && at % 2 === parity).length;
  return some.length >= 8 && zeros > some.length * 0.3;
}

/** What the beginning of a file says of its encoding; null: one byte a sign, UTF-8 unless a byte forbids it. */
export function encodingOfStart(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return "utf-8";
  if (startsWith(bytes, 0xff, 0xfe) || zerosAt(bytes, 1)) return "utf-16le";
  if (startsWith(bytes, 0xfe, 0xff) || zerosAt(bytes, 0)) return "utf-16be";
  return null;
}

/** Whether all bytes so far are UTF-8, told one after the other: umlauts may come late in a list. */
export function utf8Checker(): (bytes: Uint8Array, isLast: boolean) => boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isGood = true;
  return (bytes, isLast) => {
    if (!isGood) return false;
    try {
      decoder.decode(bytes, { stream: !isLast });
    } catch {
      isGood = false;
    }
    return isGood;
  };
}
