/** A request body that stops before its last byte until it is released or withdrawn. */
export interface HeldBody {
  length: number;
  chunks(): AsyncGenerator<Buffer>;
  /** Resolves when the socket has taken everything but the last byte. */
  handed: Promise<void>;
  release(): void;
  withdraw(): void;
  /** Whether the last byte may be on the wire. */
  isComplete(): boolean;
}

export function heldBody(text: string): HeldBody {
  const bytes = Buffer.from(text, "utf8");
  const handed = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  gate.promise.catch(() => undefined); // withdrawn before the socket ever asked for more
  let complete = false;
  return {
    length: bytes.length,
    async *chunks() {
      yield bytes.subarray(0, -1);
      handed.resolve(); // the writer asks for the next chunk once it wrote the one before
      await gate.promise;
      complete = true;
      yield bytes.subarray(-1);
    },
    handed: handed.promise,
    release: () => gate.resolve(),
    withdraw: () => gate.reject(new Error("withdrawn before its last byte")),
    isComplete: () => complete,
  };
}
