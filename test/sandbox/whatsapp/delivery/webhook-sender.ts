import { Agent, request } from "undici";
import { escapedJson, signature } from "./sign.ts";
import { webhookBody } from "./update.ts";
import type { Update } from "./update.ts";
import type { WebhookMode } from "../state.ts";

/** One POST that has not been answered with 200 yet. Its bytes stay the same through all tries. */
export type Post = { url: string; body: string; tries: number };

export type SenderOptions = {
  /** What signs the posts to this address. */
  secretOf: (url: string) => string;
  batchSize: () => number;
  /** Null: nobody is subscribed, the update goes nowhere. */
  urlFor: (update: Update) => string | null;
  changed: () => void;
  /** Retry pauses: base, doubled each time, up to max; after `tries` the post is dropped. Real milliseconds. */
  retry: { baseMs: number; maxMs: number; tries: number };
  concurrency: number;
};

const GATHER_MS = 10;
const SHUFFLE_MS = 300;
const ANSWER_TIMEOUT_MS = 20_000;

/** Sends webhooks as Meta does: signed, batched, concurrently, and again until the answer is 200. */
export class WebhookSender {
  mode: WebhookMode = "normal";
  readonly counts = { delivered: 0, retried: 0, dropped: 0 };
  private updates: Update[] = [];
  private readonly ready: Post[] = [];
  private readonly open = new Set<Post>();
  private inFlight = 0;
  private gather: NodeJS.Timeout | null = null;
  private readonly retries = new Set<NodeJS.Timeout>();
  private closed = false;
  private readonly options: SenderOptions;
  private readonly agent: Agent;

  constructor(options: SenderOptions) {
    this.options = options;
    this.agent = new Agent({ connections: options.concurrency, keepAliveTimeout: 30_000 });
  }

  /** Updates not yet in a post, and posts not yet answered with 200. */
  pending(): { updates: readonly Update[]; posts: Post[] } {
    return { updates: this.updates, posts: [...this.open] };
  }

  restore(pending: { updates: Update[]; posts: Post[] }): void {
    this.updates.push(...pending.updates);
    for (const post of pending.posts) this.post(post);
    this.wake();
  }

  send(update: Update): void {
    // Who is not subscribed at this moment never hears of it, not even after subscribing.
    if (this.options.urlFor(update) === null) return;
    this.updates.push(update);
    this.wake();
  }

  setMode(mode: WebhookMode): void {
    this.mode = mode;
    this.wake();
  }

  clear(): void {
    this.updates = [];
    this.ready.length = 0;
    this.open.clear();
    for (const timer of this.retries) clearTimeout(timer);
    this.retries.clear();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.gather) clearTimeout(this.gather);
    for (const timer of this.retries) clearTimeout(timer);
    await this.agent.destroy();
  }

  private wake(): void {
    if (this.gather || this.mode === "hold" || this.closed || this.updates.length === 0) return;
    const pause = this.mode === "shuffle" ? SHUFFLE_MS : GATHER_MS;
    this.gather = setTimeout(() => {
      this.gather = null;
      if (this.mode !== "hold") this.flush();
    }, pause);
  }

  private flush(): void {
    const updates = this.updates;
    this.updates = [];
    if (this.mode === "shuffle") shuffle(updates);
    for (const [url, group] of byUrl(updates, this.options.urlFor)) {
      const size = this.mode === "shuffle" ? 1 : Math.max(1, this.options.batchSize());
      for (let start = 0; start < group.length; start += size) {
        const body = escapedJson(webhookBody(group.slice(start, start + size)));
        this.post({ url, body, tries: 0 });
        if (this.mode === "duplicate") this.post({ url, body, tries: 0 });
      }
    }
  }

  private post(post: Post): void {
    this.open.add(post);
    this.ready.push(post);
    this.drain();
  }

  private drain(): void {
    while (!this.closed && this.inFlight < this.options.concurrency) {
      const post = this.ready.shift();
      if (!post) return;
      this.inFlight += 1;
      void this.attempt(post).finally(() => {
        this.inFlight -= 1;
        this.drain();
      });
    }
  }

  private async attempt(post: Post): Promise<void> {
    post.tries += 1;
    if (await this.answered200(post)) {
      this.counts.delivered += 1;
      this.open.delete(post);
    } else {
      this.again(post);
    }
    this.options.changed();
  }

  private async answered200(post: Post): Promise<boolean> {
    try {
      const answer = await request(post.url, {
        method: "POST",
        dispatcher: this.agent,
        headersTimeout: ANSWER_TIMEOUT_MS,
        headers: {
          "content-type": "application/json",
          "user-agent": "facebookexternalua",
          "x-hub-signature-256": signature(post.body, this.options.secretOf(post.url)),
        },
        body: post.body,
      });
      await answer.body.dump();
      return answer.statusCode === 200;
    } catch {
      // Not reachable or too slow: for Meta the same as any other answer than 200.
      return false;
    }
  }

  private again(post: Post): void {
    if (this.closed || !this.open.has(post)) return;
    if (post.tries >= this.options.retry.tries) {
      this.counts.dropped += 1;
      this.open.delete(post);
      return;
    }
    this.counts.retried += 1;
    const { baseMs, maxMs } = this.options.retry;
    const timer = setTimeout(
      () => {
        this.retries.delete(timer);
        this.ready.push(post);
        this.drain();
      },
      Math.min(maxMs, baseMs * 2 ** (post.tries - 1)),
    );
    this.retries.add(timer);
  }
}

function byUrl(
  updates: Update[],
  urlFor: (update: Update) => string | null,
): Map<string, Update[]> {
  const groups = new Map<string, Update[]>();
  for (const update of updates) {
    const url = urlFor(update);
    if (url === null) continue;
    const group = groups.get(url);
    if (group) group.push(update);
    else groups.set(url, [update]);
  }
  return groups;
}

function shuffle(updates: Update[]): void {
  for (let index = updates.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    const [first, second] = [updates[index], updates[other]];
    if (!first || !second) continue;
    updates[index] = second;
    updates[other] = first;
  }
}
