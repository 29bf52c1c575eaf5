import {
  type From,
  type Happening,
  type Name,
  type Phone,
  PHONES,
  type Topic,
  TOPICS,
  type User,
} from "./history.types.ts";

const SAME_CHANGE_MS = 2 * 60_000;

type Change = Extract<Happening, { do: "change_user" }>;

/** Who is one person by what WhatsApp and the merchant said, and which of their yeses and noes stand. */
export class OraclePeople {
  protected moment = 0;
  protected readonly person = new Map<Name, number>();
  protected readonly yes = new Map<string, { order: number; at: Date }>();
  protected readonly asked = new Map<string, Date>();
  protected readonly no = new Map<string, number>();
  protected readonly stoppedByMeta = new Set<Name>();
  protected readonly erased = new Set<Name>();
  /** whom the shop has heard of, and since when; nothing is kept of strangers */
  protected readonly met = new Map<Name, Date>();
  protected readonly joined: {
    one: Name[];
    two: Name[];
    before: Map<string, number>;
    until: number;
  }[] = [];

  /** Whoever is named for the first time is somebody of their own. */
  protected whose(name: Name): number {
    const id = this.person.get(name) ?? 1000 + this.next();
    this.person.set(name, id);
    return id;
  }

  /** Everybody who is the same person as this name. */
  protected same(name: Name): Name[] {
    const own = this.whose(name);
    return [...this.person].filter(([, id]) => id === own).map(([one]) => one);
  }

  protected next(): number {
    this.moment += 1;
    return this.moment;
  }

  protected lastNo(names: Name[], topic: Topic): number {
    return Math.max(-1, ...names.map((name) => this.no.get(`${name} ${topic}`) ?? -1));
  }

  protected lastYes(names: Name[], topic: Topic): number {
    return Math.max(-1, ...names.map((name) => this.yes.get(`${name} ${topic}`)?.order ?? -1));
  }

  /** A no that no later yes has lifted. */
  protected standsAtNo(names: Name[], topic: Topic): boolean {
    const last = this.lastNo(names, topic);
    return last > this.lastYes(names, topic);
  }

  protected sayNo(names: Name[], topics: readonly Topic[]): void {
    const order = this.next();
    for (const name of names) {
      for (const topic of topics) {
        this.no.set(`${name} ${topic}`, order);
        this.asked.delete(`${name} ${topic}`);
      }
    }
  }

  /** Given up or in other hands: what was agreed to for it serves nobody, and its no was its person's. */
  protected leave(name: Name, at: Date): void {
    this.person.set(name, 1000 + this.next());
    this.met.delete(name);
    this.stoppedByMeta.delete(name);
    for (const topic of TOPICS) {
      const key = `${name} ${topic}`;
      // Whoever agreed or was asked after it changed hands is who has it now.
      if ((this.asked.get(key) ?? at) <= at) this.asked.delete(key);
      const yes = this.yes.get(key);
      if (yes && yes.at > at) {
        if ((this.no.get(key) ?? -1) < yes.order) this.no.delete(key);
        continue;
      }
      this.yes.delete(key);
      this.no.delete(key);
    }
  }

  protected meet(name: Name, at: Date): void {
    if (!this.met.has(name)) this.met.set(name, at);
  }

  /** One person from now on: the no of either is the no of both. */
  protected join(one: Name, two: Name): void {
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

  protected refresh(side: Name[], topic: Topic): void {
    const last = this.lastNo(side, topic);
    for (const name of side) {
      const yes = this.yes.get(`${name} ${topic}`);
      if (yes && yes.order > last) this.yes.set(`${name} ${topic}`, { ...yes, order: this.next() });
    }
  }

  protected phonesOf(name: Name): Phone[] {
    return PHONES.filter((phone) => this.same(name).includes(phone));
  }

  protected usersOf(name: Name): User[] {
    return this.same(name).filter((one): one is User => one.startsWith("u"));
  }

  /** WhatsApp names number and account together. An account has one number, a number one account. */
  protected named(from: From, at: Date): void {
    this.link(from, at);
    for (const name of [from.phone, from.user]) if (name !== null) this.meet(name, at);
  }

  protected link({ phone, user }: From, at: Date): void {
    if (phone === null || user === null) return;
    if (this.whose(phone) === this.whose(user)) return;
    const others = this.usersOf(phone);
    // Old news: who has the number now was named with it later.
    if (others.some((one) => (this.met.get(one) ?? at) > at)) return;
    if (others.length > 0) this.leave(phone, at);
    for (const old of this.phonesOf(user)) this.leave(old, at);
    this.join(user, phone);
  }

  protected changeNumber(from: Phone, to: Phone, at: Date): void {
    if (!this.met.has(from) && !this.met.has(to)) return;
    const since = this.met.get(from);
    // Of somebody unknown, or old news that is not about who has the number now.
    if (since === undefined || since > at) return this.givenUp(to, at);
    const [stay] = this.same(from).filter((name) => name !== from);
    const isTheirs = this.same(from).includes(to);
    const refused = this.refusedBy(from);
    this.leave(from, at);
    if (isTheirs) return;
    this.leave(to, at);
    this.meet(to, at);
    if (stay !== undefined) this.join(stay, to);
    // Nobody is left of the old person but the number itself: its no goes along.
    else this.sayNo([to], refused);
  }

  /** Who got it at about that time is who it is about: the same change told in two ways. */
  private givenUp(phone: Phone, at: Date): void {
    const since = this.met.get(phone);
    const isRecent = since !== undefined && at.getTime() - since.getTime() <= SAME_CHANGE_MS;
    if (!isRecent) this.leave(phone, at);
  }

  protected refusedBy(name: Name): Topic[] {
    const alive = this.same(name).filter((one) => !this.erased.has(one));
    return TOPICS.filter((topic) => this.standsAtNo(alive, topic));
  }

  protected changeUser({ from, to, phone }: Change, at: Date): void {
    const told = [from, to, phone].flatMap((name) => name ?? []);
    if (told.every((name) => !this.met.has(name))) return;
    const wasMet = this.met.has(from);
    for (const name of told) this.meet(name, at);
    const [stay] = this.same(from).filter((name) => name !== from);
    if (this.phonesOf(to).length > 0) for (const old of this.phonesOf(from)) this.leave(old, at);
    const refused = this.refusedBy(from);
    if (stay !== undefined && this.whose(stay) === this.whose(from)) this.join(stay, to);
    else this.sayNo([to], refused);
    this.leave(from, at);
    if (phone !== null) this.movedTo(to, phone, { at, wasMet });
  }

  private movedTo(user: User, phone: Phone, of: { at: Date; wasMet: boolean }): void {
    if (this.whose(phone) === this.whose(user)) return;
    // Of a person with several numbers only this one has moved, should its account be known.
    const isOneOfSeveral = of.wasMet && this.phonesOf(phone).length > 1;
    if (this.usersOf(phone).length > 0 || isOneOfSeveral) this.leave(phone, of.at);
    this.meet(phone, of.at);
    for (const old of this.phonesOf(user)) this.leave(old, of.at);
    this.join(user, phone);
  }

  protected split(): void {
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

  protected merge(one: Phone, two: Phone): void {
    const [before, at] = [new Map(this.no), this.joined.length];
    this.joined.push({ one: this.same(one), two: this.same(two), before, until: 0 });
    this.join(one, two);
    const joined = this.joined[at];
    if (joined) joined.until = this.moment;
  }
}
