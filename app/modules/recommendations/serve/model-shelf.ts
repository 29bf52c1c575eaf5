/** Something that takes room. */
interface Shelved {
  readonly bytes: number;
}

/** Warm models within a budget of memory: whoever was not asked for longest goes first. One always stays. */
export class ModelShelf<M extends Shelved> {
  readonly #models = new Map<string, M>();
  readonly #budgetBytes: number;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Asked for now, it goes last. */
  take(shopId: string): M | undefined {
    const model = this.#models.get(shopId);
    if (model === undefined) return undefined;
    this.#models.delete(shopId);
    this.#models.set(shopId, model);
    return model;
  }

  has(shopId: string): boolean {
    return this.#models.has(shopId);
  }

  /** Gives the shops that had to go. */
  put(shopId: string, model: M): string[] {
    this.#models.delete(shopId);
    this.#models.set(shopId, model);
    return this.#makeRoom();
  }

  drop(shopId: string): void {
    this.#models.delete(shopId);
  }

  /** Models grow with what they learn. */
  #makeRoom(): string[] {
    const gone: string[] = [];
    let bytes = 0;
    for (const model of this.#models.values()) bytes += model.bytes;
    for (const [shopId, model] of this.#models) {
      if (bytes <= this.#budgetBytes || this.#models.size === 1) break;
      bytes -= model.bytes;
      this.#models.delete(shopId);
      gone.push(shopId);
    }
    return gone;
  }
}
