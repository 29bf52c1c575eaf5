import {
  type From,
  type Happening,
  type Name,
  namesIn,
  type Phone,
  type Topic,
  TOPICS,
} from "./history.types.ts";
import { OraclePeople } from "./oracle-people.ts";

const STALE_MS = 548 * 24 * 3600_000; // 18 months, a day more than any

/**
 * Says when a message is forbidden, written from the invariants and not from the app: who is one person by
 * what WhatsApp and the merchant said, what was agreed to for which number, and which no came after it. It
 * never says that something must be sent: the app may always be stricter.
 */
export class Oracle extends OraclePeople {
  private readonly waiting = new Map<number, readonly Name[]>();
  /** the last yes to each topic under each name, whether it was needed or not */
  private readonly acts = new Map<string, Date>();

  private agree(phone: Phone, topics: readonly Topic[], at: Date): void {
    if (this.erased.delete(phone)) for (const topic of TOPICS) this.no.delete(`${phone} ${topic}`);
    const order = this.next();
    for (const topic of topics) {
      this.yes.set(`${phone} ${topic}`, { order, at });
      this.use(phone, topic, at);
      this.asked.delete(`${phone} ${topic}`);
    }
  }

  /** Anybody can type a number: what its owner has refused is only asked for. */
  private tick(phone: Phone, topics: readonly Topic[], at: Date): void {
    this.meet(phone, at);
    const all = this.same(phone);
    // To be forgotten is no "no": whoever comes back may agree like anybody.
    const isErased = this.erased.has(phone);
    const refused = topics.filter((topic) => !isErased && this.standsAtNo(all, topic));
    const open = topics.filter((topic) => !refused.includes(topic));
    if (open.length > 0) this.agree(phone, open, at);
    for (const topic of refused) this.asked.set(`${phone} ${topic}`, at);
  }

  /** A tap that answers no question is an act of theirs all the same: what stands is in use. */
  private renew(phone: Phone, topics: readonly Topic[], at: Date): void {
    if (!this.met.has(phone)) return;
    for (const topic of topics) this.use(phone, topic, at);
  }

  private use(phone: Phone, topic: Topic, at: Date): void {
    for (const name of this.same(phone)) this.acts.set(`${name} ${topic}`, at);
  }

  private erase(phone: Phone, at: Date): void {
    if (!this.met.has(phone)) return;
    const all = this.same(phone);
    this.sayNo(all, TOPICS);
    for (const name of all) {
      const refused = [...this.no].filter(([key]) => key.startsWith(`${name} `));
      this.leave(name, at);
      // Nothing is left of them but a keyed hash that says no; their own next yes lifts all of it.
      for (const [key, order] of refused) this.no.set(key, order);
      this.erased.add(name);
    }
  }

  private stop(from: From, at: Date): void {
    this.named(from, at);
    const name = from.phone ?? from.user;
    if (name !== null) this.sayNo(this.same(name), TOPICS);
  }

  private meta(from: From, value: "stop" | "resume", at: Date): void {
    this.named(from, at);
    const name = from.phone ?? from.user;
    if (name === null) return;
    for (const one of this.same(name)) {
      if (value === "stop") this.stoppedByMeta.add(one);
      else this.stoppedByMeta.delete(one);
    }
    if (value === "stop") this.sayNo(this.same(name), TOPICS);
  }

  /** A webhook is acknowledged and not yet read: it holds whom it names, and its no counts from now on. */
  hold(id: number, what: Happening): void {
    this.waiting.set(id, namesIn(what));
    if (what.do !== "stop" && !(what.do === "meta" && what.value === "stop")) return;
    const name = what.from.phone ?? what.from.user;
    if (name !== null) this.sayNo(this.same(name), TOPICS);
  }

  /** It is read: who is who follows from it now, as of when it was written. */
  release(id: number, what: Happening, at: Date): void {
    this.waiting.delete(id);
    const isNo = what.do === "stop" || (what.do === "meta" && what.value === "stop");
    if (!isNo) return this.see(what, at, true);
    this.named(what.from, at);
    const name = what.from.phone ?? what.from.user;
    if (what.do !== "meta" || name === null) return;
    for (const one of this.same(name)) this.stoppedByMeta.add(one);
  }

  /** The same news again: what was not understood at first may be now. */
  hearAgain(what: Happening, at: Date): void {
    this.seeNews(what, at);
  }

  /** @param done false where the app found nobody to merge or to split: then nothing has happened */
  see(what: Happening, at: Date, done: boolean): void {
    this.seeYes(what, at);
    this.seeNo(what, at);
    this.seeNews(what, at);
    if (what.do === "merge" && done) {
      for (const name of [what.one, what.two]) this.meet(name, at);
      this.merge(what.one, what.two);
    }
    if (what.do === "split" && done) this.split();
  }

  private seeYes(what: Happening, at: Date): void {
    switch (what.do) {
      case "tick":
        return this.tick(what.phone, what.topics, at);
      case "pull":
        this.meet(what.phone, at);
        return this.agree(what.phone, what.topics, at);
      case "request":
        this.meet(what.phone, at);
        for (const topic of what.topics) this.asked.set(`${what.phone} ${topic}`, at);
        return this.renew(what.phone, what.topics, at);
      case "confirm": {
        this.renew(what.phone, what.topics, at);
        const asked = what.topics.filter((topic) => this.asked.has(`${what.phone} ${topic}`));
        return this.agree(what.phone, asked, at);
      }
      case "import": {
        this.meet(what.phone, at);
        const all = this.same(what.phone);
        const open = what.topics.filter((topic) => !this.standsAtNo(all, topic));
        return open.length === 0 ? undefined : this.agree(what.phone, open, at);
      }
      default:
        return undefined;
    }
  }

  private seeNo(what: Happening, at: Date): void {
    switch (what.do) {
      case "no":
        if (!this.met.has(what.phone)) return;
        return this.sayNo(this.same(what.phone), what.topic === null ? TOPICS : [what.topic]);
      case "stop":
        return this.stop(what.from, at);
      case "meta":
        return this.meta(what.from, what.value, at);
      case "erase":
        return this.erase(what.phone, at);
      default:
        return undefined;
    }
  }

  private seeNews(what: Happening, at: Date): void {
    if (what.do === "write") this.named(what.from, at);
    if (what.do === "change_number") this.changeNumber(what.from, what.to, at);
    if (what.do === "change_user") this.changeUser(what, at);
  }

  /** Why nothing about this topic may go to this number now; null where the invariants let it. */
  forbids(phone: Phone, topic: Topic, now: Date): string | null {
    const all = this.same(phone);
    const yes = this.yes.get(`${phone} ${topic}`);
    if (yes === undefined) return "nobody agreed to this for this number";
    if (this.lastNo(all, topic) > yes.order) return "somebody said no since";
    if (all.some((name) => this.stoppedByMeta.has(name))) return "stopped in WhatsApp itself";
    const held = [...this.waiting.values()].flat();
    if (all.some((name) => held.includes(name))) return "a webhook about them is not yet read";
    const uses = all.map((name) => this.acts.get(`${name} ${topic}`)?.getTime() ?? 0);
    if (now.getTime() - Math.max(...uses) > STALE_MS) return "unused for too long";
    return null;
  }
}
