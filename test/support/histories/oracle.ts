import {
  type From,
  type Happening,
  namesIn,
  type Name,
  type Phone,
  PHONES,
  type Topic,
  TOPICS,
  type User,
} from "./history.types.ts";

const STALE_MS = 548 * 24 * 3600_000; // 18 months, a day more than any

const SAME_CHANGE_MS = 2 * 60_000;

type Change = Extract<Happening, { do: "change_user" }>;

/**
 * Says when a message is forbidden, written from the invariants and not from the app: who is one person by
 * what WhatsApp and the merchant said, what was agreed to for which number, and which no came after it. It
 * never says that something must be sent: the app may always be stricter.
 */
export class Oracle {
  private moment = 0;
  private readonly person = new Map<Name, number>();
  private readonly yes = new Map<string, { order: number; at: Date }>();
  private readonly asked = new Map<string, Date>();
  private readonly no = new Map<string, number>();
  private readonly stoppedByMeta = new Set<Name>();
  private readonly waiting = new Map<number, readonly Name[]>();
  /** with whom a name was one person before it left */
  private readonly former = new Map<Name, { rest: Name[]; at: Date }>();
  private readonly erased = new Set<Name>();
  /** whom the shop has heard of, and since when; nothing is kept of strangers */
  private readonly met = new Map<Name, Date>();
  private readonly joined: {
    one: Name[];
    two: Name[];
    before: Map<string, number>;
    until: number;
  }[] = [];

  /** Whoever is named for the first time is somebody of their own. */
  private whose(name: Name): number {
    const id = this.person.get(name) ?? 1000 + this.next();
    this.person.set(name, id);
    return id;
  }

  /** Everybody who is the same person as this name. */
  private same(name: Name): Name[] {
    const own = this.whose(name);
    return [...this.person].filter(([, id]) => id === own).map(([one]) => one);
  }

  private next(): number {
    this.moment += 1;
    return this.moment;
  }

  private lastNo(names: Name[], topic: Topic): number {
    return Math.max(-1, ...names.map((name) => this.no.get(`${name} ${topic}`) ?? -1));
  }

  private lastYes(names: Name[], topic: Topic): number {
    return Math.max(-1, ...names.map((name) => this.yes.get(`${name} ${topic}`)?.order ?? -1));
  }

  /** A no that no later yes has lifted. */
  private standsAtNo(names: Name[], topic: Topic): boolean {
    const last = this.lastNo(names, topic);
    return last > this.lastYes(names, topic);
  }

  private sayNo(names: Name[], topics: readonly Topic[]): void {
    const order = this.next();
    for (const name of names) {
      for (const topic of topics) {
        this.no.set(`${name} ${topic}`, order);
        this.asked.delete(`${name} ${topic}`);
      }
    }
  }

  /** Given up or in other hands: what was agreed to for it serves nobody, and its no was its person's. */
  private leave(name: Name, at: Date): void {
    const rest = this.same(name).filter((one) => one !== name);
    if (rest.length > 0) this.former.set(name, { rest, at });
    this.person.set(name, 1000 + this.next());
    this.met.delete(name);
    this.stoppedByMeta.delete(name);
    for (const topic of TOPICS) {
      const key = `${name} ${topic}`;
      // Whoever agreed or was asked after it changed hands is who has it now.
      if ((this.asked.get(key) ?? at) <= at) this.asked.delete(key);
      if ((this.yes.get(key)?.at ?? at) > at) continue;
      this.yes.delete(key);
      this.no.delete(key);
    }
  }

  private meet(name: Name, at: Date): void {
    if (!this.met.has(name)) this.met.set(name, at);
  }

  /** One person from now on: the no of either is the no of both. */
  private join(one: Name, two: Name): void {
    if (this.whose(one) === this.whose(two)) return;
    const [here, there] = [this.same(one), this.same(two)];
    // Of somebody erased only a hash is left, and their next yes came after it.
    const alive = (names: Name[]) => names.filter((name) => !this.erased.has(name));
    const ended = TOPICS.filter(
      (topic) => this.standsAtNo(alive(here), topic) || this.standsAtNo(alive(there), topic),
    );
    const id = this.whose(one);
    for (const name of there) this.person.set(name, id);
    const all = [...here, ...there];
    for (const topic of TOPICS) {
      if (ended.includes(topic)) continue;
      // A yes that stood on its own side stands: what the other had lifted again was not about it.
      for (const side of [here, there]) this.refresh(side, topic);
    }
    for (const topic of ended) {
      const last = this.lastNo(all, topic);
      const order = last > this.lastYes(all, topic) ? last : this.next();
      for (const name of all) this.no.set(`${name} ${topic}`, order);
    }
    if (all.some((name) => this.stoppedByMeta.has(name))) {
      for (const name of all) this.stoppedByMeta.add(name);
    }
  }

  private refresh(side: Name[], topic: Topic): void {
    const last = this.lastNo(side, topic);
    for (const name of side) {
      const yes = this.yes.get(`${name} ${topic}`);
      if (yes && yes.order > last) this.yes.set(`${name} ${topic}`, { ...yes, order: this.next() });
    }
  }

  private phonesOf(name: Name): Phone[] {
    return PHONES.filter((phone) => this.same(name).includes(phone));
  }

  private usersOf(name: Name): User[] {
    return this.same(name).filter((one): one is User => one.startsWith("u"));
  }

  /** WhatsApp names number and account together. An account has one number, a number one account. */
  private named(from: From, at: Date): void {
    this.link(from, at);
    for (const name of [from.phone, from.user]) if (name !== null) this.meet(name, at);
  }

  private link({ phone, user }: From, at: Date): void {
    if (phone === null || user === null) return;
    if (this.whose(phone) === this.whose(user)) return;
    const others = this.usersOf(phone);
    // Old news: who has the number now was named with it later.
    if (others.some((one) => (this.met.get(one) ?? at) > at)) return;
    if (others.length > 0) this.leave(phone, at);
    for (const old of this.phonesOf(user)) this.leave(old, at);
    this.join(user, phone);
  }

  private agree(phone: Phone, topics: readonly Topic[], at: Date): void {
    if (this.erased.delete(phone)) for (const topic of TOPICS) this.no.delete(`${phone} ${topic}`);
    const order = this.next();
    for (const topic of topics) {
      this.yes.set(`${phone} ${topic}`, { order, at });
      this.asked.delete(`${phone} ${topic}`);
    }
  }

  /** A tap that answers no question is an act of theirs all the same: what stands is in use. */
  private renew(phone: Phone, topics: readonly Topic[], at: Date): void {
    for (const topic of topics) {
      const yes = this.yes.get(`${phone} ${topic}`);
      if (yes) this.yes.set(`${phone} ${topic}`, { ...yes, at });
    }
  }

  private changeNumber(from: Phone, to: Phone, at: Date): void {
    if (!this.met.has(from) && !this.met.has(to)) return;

    // The same change told in two ways.
    const before = this.former.get(from);
    const isRecent = before !== undefined && at.getTime() - before.at.getTime() <= SAME_CHANGE_MS;
    const isSecond = isRecent && this.same(to).some((name) => before.rest.includes(name));
    if (!this.met.has(from) && isSecond) return;
    // Old news of a number is not about who has it now; only the other number is somebody else's.
    if ((this.met.get(from) ?? at) > at) return this.leave(to, at);
    const [stay] = this.same(from).filter((name) => name !== from);
    const isTheirs = this.same(from).includes(to);
    const refused = this.refusedBy(from);
    const isMet = this.met.has(from);
    this.leave(from, at);
    if (isTheirs) return;
    this.leave(to, at);
    if (isMet) this.meet(to, at);
    if (stay !== undefined) this.join(stay, to);
    // Nobody is left of the old person but the number itself: its no goes along.
    else this.sayNo([to], refused);
  }

  private refusedBy(name: Name): Topic[] {
    const alive = this.same(name).filter((one) => !this.erased.has(one));
    return TOPICS.filter((topic) => this.standsAtNo(alive, topic));
  }

  private changeUser({ from, to, phone }: Change, at: Date): void {
    const told = [from, to, phone].flatMap((name) => name ?? []);
    if (told.every((name) => !this.met.has(name))) return;
    const wasMet = this.met.has(from);
    for (const name of told) this.meet(name, at);
    const others = this.same(from).filter((name) => name !== from);
    const [stay] = others;
    if (this.phonesOf(to).length > 0) for (const old of this.phonesOf(from)) this.leave(old, at);
    const refused = this.refusedBy(from);
    if (stay !== undefined && this.whose(stay) === this.whose(from)) this.join(stay, to);
    else this.sayNo([to], refused);
    this.leave(from, at);
    if (phone !== null && this.whose(phone) !== this.whose(to)) {
      // Of a person with several numbers only this one has moved, should its account be known.
      const isOneOfSeveral = wasMet && this.phonesOf(phone).length > 1;
      if (this.usersOf(phone).length > 0 || isOneOfSeveral) this.leave(phone, at);
      for (const old of this.phonesOf(to)) this.leave(old, at);
      this.join(to, phone);
    }
  }

  private split(): void {
    const last = this.joined.pop();
    if (!last) return;
    const id = 1000 + this.next();
    const [first] = last.two;
    if (first === undefined) return;
    const together = this.same(first);
    // What was said since counts for both; what only the merge made a no of both does not.
    for (const [key, order] of this.no) {
      const was = last.before.get(key) ?? -1;
      if (order > was && order <= last.until) this.no.set(key, was);
    }
    for (const name of together) {
      if (last.two.includes(name)) this.person.set(name, id);
      // Met since: nobody knows whose it is.
      else if (!last.one.includes(name)) this.person.set(name, 1000 + this.next());
    }
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

  /** @param done false where the app found nobody to merge or to split: then nothing has happened */
  see(what: Happening, at: Date, done: boolean): void {
    switch (what.do) {
      case "tick":
      case "pull":
        this.meet(what.phone, at);
        return this.agree(what.phone, what.topics, at);
      case "request":
        this.meet(what.phone, at);
        for (const topic of what.topics) this.asked.set(`${what.phone} ${topic}`, at);
        return this.renew(what.phone, what.topics, at);
      case "confirm":
        this.renew(what.phone, what.topics, at);
        return this.agree(
          what.phone,
          what.topics.filter((topic) => this.asked.has(`${what.phone} ${topic}`)),
          at,
        );
      case "import": {
        this.meet(what.phone, at);
        const all = this.same(what.phone);
        const open = what.topics.filter((topic) => !this.standsAtNo(all, topic));
        if (open.length === 0) return;
        return this.agree(what.phone, open, at);
      }
      case "no":
        if (!this.met.has(what.phone)) return;
        return this.sayNo(this.same(what.phone), what.topic === null ? TOPICS : [what.topic]);
      case "write":
        return this.named(what.from, at);
      case "stop":
        return this.stop(what.from, at);
      case "meta":
        return this.meta(what.from, what.value, at);
      case "change_number":
        return this.changeNumber(what.from, what.to, at);
      case "change_user":
        return this.changeUser(what, at);
      case "merge":
        return done ? this.merge(what.one, what.two) : undefined;
      case "split":
        return done ? this.split() : undefined;
      case "erase":
        return this.erase(what.phone, at);
      default:
        return undefined;
    }
  }

  private merge(one: Phone, two: Phone): void {
    const [before, at] = [new Map(this.no), this.joined.length];
    this.joined.push({ one: this.same(one), two: this.same(two), before, until: 0 });
    this.join(one, two);
    const joined = this.joined[at];
    if (joined) joined.until = this.moment;
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

  /** Why nothing about this topic may go to this number now; null where the invariants let it. */
  forbids(phone: Phone, topic: Topic, now: Date): string | null {
    const all = this.same(phone);
    const yes = this.yes.get(`${phone} ${topic}`);
    if (yes === undefined) return "nobody agreed to this for this number";
    if (this.lastNo(all, topic) > yes.order) return "somebody said no since";
    if (all.some((name) => this.stoppedByMeta.has(name))) return "stopped in WhatsApp itself";
    const held = [...this.waiting.values()].flat();
    if (all.some((name) => held.includes(name))) return "a webhook about them is not yet read";
    if (now.getTime() - yes.at.getTime() > STALE_MS) return "unused for too long";
    return null;
  }
}
