import { BrokenOff, type Supervised } from "./supervised.ts";

interface Hosts {
  /** where everybody is served together */
  together: Supervised;
  /** where those are asked, one after the other, who may be the end of it */
  apart: Supervised;
}

/**
 * One shop's model may be the end of the thread that serves all (more orders than memory, a bug that its orders meet).
 * Which of those that waited it was, nobody can tell: all of them are asked once more, apart and one after the other.
 * Who is answered there is served with the others again; who is not is asked there from then on, and harms
 * nobody else.
 */
export class Suspects {
  readonly #hosts: Hosts;
  readonly #shops = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** @throws RecommenderError as `Supervised.ask` */
  async ask(shopId: string, question: object, timeoutMs: number): Promise<unknown> {
    if (!this.#shops.has(shopId)) {
      try {
        return await this.#hosts.together.ask(question, timeoutMs);
      } catch (error) {
        if (!(error instanceof BrokenOff)) throw error;
        this.#shops.add(shopId);
      }
    }
    const asked = () => this.#askApart(shopId, question, timeoutMs);
    const turn = this.#turn.then(asked, asked);
    this.#turn = turn;
    return turn;
  }

  async #askApart(shopId: string, question: object, timeoutMs: number): Promise<unknown> {
    try {
      const answer = await this.#hosts.apart.ask(question, timeoutMs);
      this.#shops.delete(shopId);
      return answer;
    } catch (error) {
      if (!(error instanceof BrokenOff)) this.#shops.delete(shopId);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#hosts.together.close(), this.#hosts.apart.close()]);
  }
}
