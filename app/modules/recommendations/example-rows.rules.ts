import type { Examples } from "./logistic.rules.ts";

const FIRST_ROWS = 4_096;

/** Examples as they are gathered: a million of them in single precision, since none of it is exact. */
export class ExampleRows {
  readonly width: number;
  #features: Float32Array;
  #happened = new Uint8Array(FIRST_ROWS);
  #rows = 0;

  constructor(width: number) {
    this.width = width;
    this.#features = new Float32Array(FIRST_ROWS * width);
  }

  add(row: Float64Array, happened: boolean): void {
    if (this.#rows === this.#happened.length) this.#widen();
    const at = this.#rows * this.width;
    for (let n = 0; n < this.width; n++) this.#features[at + n] = row[n] ?? 0;
    this.#happened[this.#rows++] = happened ? 1 : 0;
  }

  get examples(): Examples {
    return {
      width: this.width,
      features: this.#features.subarray(0, this.#rows * this.width),
      happened: this.#happened.subarray(0, this.#rows),
      weight: new Float64Array(this.#rows).fill(1),
    };
  }

  #widen(): void {
    const features = new Float32Array(this.#features.length * 2);
    const happened = new Uint8Array(this.#happened.length * 2);
    features.set(this.#features);
    happened.set(this.#happened);
    this.#features = features;
    this.#happened = happened;
  }
}
