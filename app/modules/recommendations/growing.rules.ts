type Numbers = Int32Array | Uint32Array | Float32Array | Float64Array;
type Kind<A extends Numbers> = {
  new (length: number): A;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
};

/** Half as much again: growing by one costs little in the long run, and a third is idle at most. */
const roomFor = (length: number) => Math.ceil(length * 1.5) + 16;

/** The same numbers with room for at least `length`; what is new holds `empty`. */
export function widened<A extends Numbers>(
  kind: Kind<A>,
  column: A,
  { length, empty = 0 }: { length: number; empty?: number },
): A {
  if (column.length >= length) return column;
  const wider = new kind(roomFor(length));
  wider.set(column);
  wider.fill(empty, column.length);
  return wider;
}

/** A column of numbers into which others can be put anywhere, and taken out again. */
export class GrowingColumn<A extends Int32Array | Float64Array> {
  readonly #kind: Kind<A>;
  #room: A;
  #values: A;

  constructor(kind: Kind<A>, values: A) {
    this.#kind = kind;
    this.#room = new kind(roomFor(values.length));
    this.#room.set(values);
    this.#values = new kind(this.#room.buffer, 0, values.length);
  }

  /** Those there are now; ask again after a change. */
  get values(): A {
    return this.#values;
  }

  insert(place: number, added: ArrayLike<number>): void {
    const { length } = this.#values;
    this.#room = widened(this.#kind, this.#room, { length: length + added.length });
    this.#room.copyWithin(place + added.length, place, length);
    this.#room.set(added, place);
    this.#values = new this.#kind(this.#room.buffer, 0, length + added.length);
  }

  remove(place: number, count: number): void {
    const { length } = this.#values;
    this.#room.copyWithin(place, place + count, length);
    this.#values = new this.#kind(this.#room.buffer, 0, length - count);
  }

  /** Adds to all from `place` on. */
  shift(place: number, by: number): void {
    const values = this.#values;
    for (let n = place; n < values.length; n++) values[n] = (values[n] ?? 0) + by;
  }
}
