import {
  type From,
  type Happening,
  type History,
  type Kind,
  type Moment,
  namesIn,
  NO_WAYS,
  type Phone,
  PHONES,
  TOPICS,
  type User,
  YES_PLACES,
} from "./history.types.ts";

/** Random numbers from a seed: the same history again, whoever asks (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Dice {
  chance(share: number): boolean;
  one<T>(of: readonly [T, ...T[]]): T;
}

function diceOf(seed: number): Dice {
  const random = randomFrom(seed);
  return {
    chance: (share) => random() < share,
    one: (of) => of[Math.floor(random() * of.length)] ?? of[0],
  };
}

/** What WhatsApp itself knows: which account has which number. The app hears only what is told of it. */
class Accounts {
  private readonly users = new Map<Phone, User>();
  private made = 0;

  constructor() {
    for (const phone of PHONES) this.users.set(phone, this.fresh());
  }

  private fresh(): User {
    this.made += 1;
    return `u${this.made - 1}`;
  }

  /** Who has the number; somebody new registers it where nobody has. */
  at(phone: Phone): User {
    const user = this.users.get(phone) ?? this.fresh();
    this.users.set(phone, user);
    return user;
  }

  /** The account moves to another number, whose account is no more; its user id changes with it. */
  move(from: Phone, to: Phone): { was: User; is: User } {
    const was = this.at(from);
    this.users.delete(from);
    const is = this.renew(to);
    return { was, is };
  }

  /** The number gets another user id: a new account, or the old one under a new id. */
  renew(phone: Phone): User {
    const user = this.fresh();
    this.users.set(phone, user);
    return user;
  }
}

interface Scene {
  dice: Dice;
  accounts: Accounts;
}

function fromOf({ dice, accounts }: Scene): From {
  const phone = dice.one(PHONES);
  const user = accounts.at(phone);
  if (dice.chance(0.5)) return { phone, user };
  return dice.chance(0.5) ? { phone, user: null } : { phone: null, user };
}

const topicsOf = (dice: Dice) => (dice.chance(0.6) ? [...TOPICS] : [dice.one(TOPICS)]);
const agreeing = ({ dice }: Scene) => ({ phone: dice.one(PHONES), topics: topicsOf(dice) });

function other(dice: Dice, phone: Phone): Phone {
  const [first = phone, ...others] = PHONES.filter((one) => one !== phone);
  return dice.one([first, ...others]);
}

/** A number lies idle before somebody else has it, 45 days and more; nobody moves twice in a day. */
const IDLE: Happening = { do: "pass", days: 50 };

/** WhatsApp tells of it in one way, in both, or it gets lost. */
function changeNumber({ dice, accounts }: Scene): Happening[] {
  const from = dice.one(PHONES);
  const to = other(dice, from);
  const { was, is } = accounts.move(from, to);
  const byNotice: Happening = { do: "change_number", from, to };
  const phone = dice.chance(0.5) ? to : null;
  const byField: Happening = { do: "change_user", from: was, to: is, phone };
  const told = dice.one<Happening[]>([
    [byNotice],
    [byField],
    [byNotice, byField],
    [byField, byNotice],
    [],
  ]);
  return [IDLE, ...told];
}

function changeUser({ dice, accounts }: Scene): Happening[] {
  const phone = dice.one(PHONES);
  const was = accounts.at(phone);
  const is = accounts.renew(phone);
  const told = dice.chance(0.5) ? phone : null;
  return [IDLE, { do: "change_user", from: was, to: is, phone: told }];
}

/** The number goes to somebody new, and nobody tells. */
function recycle({ dice, accounts }: Scene): Happening[] {
  accounts.renew(dice.one(PHONES));
  return [IDLE];
}

function merge({ dice }: Scene): Happening[] {
  const one = dice.one(PHONES);
  return [{ do: "merge", one, two: other(dice, one) }];
}

type Drawn = Kind | "recycle";

/** How often each comes, out of a hundred or so: often enough of a yes for a no to matter. */
const WEIGHTS: readonly (readonly [Drawn, number])[] = [
  ["tick", 14],
  ["request", 3],
  ["confirm", 4],
  ["pull", 2],
  ["import", 4],
  ["no", 7],
  ["write", 10],
  ["stop", 5],
  ["meta", 3],
  ["change_number", 5],
  ["change_user", 3],
  ["recycle", 3],
  ["merge", 4],
  ["split", 3],
  ["erase", 1],
  ["order", 1],
  ["checkout", 2],
  ["pass", 4],
];
const DRAWN = WEIGHTS.flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));

const MAKE: Readonly<Record<Drawn, (scene: Scene) => Happening[]>> = {
  tick: (scene) => [{ do: "tick", place: scene.dice.one(YES_PLACES), ...agreeing(scene) }],
  request: (scene) => [{ do: "request", ...agreeing(scene) }],
  confirm: (scene) => [{ do: "confirm", ...agreeing(scene) }],
  pull: (scene) => [{ do: "pull", ...agreeing(scene) }],
  import: (scene) => [{ do: "import", ...agreeing(scene) }],
  no: ({ dice }) => {
    const topic = dice.chance(0.5) ? null : dice.one(TOPICS);
    return [{ do: "no", phone: dice.one(PHONES), way: dice.one(NO_WAYS), topic }];
  },
  write: (scene) => [{ do: "write", from: fromOf(scene) }],
  stop: (scene) => [{ do: "stop", from: fromOf(scene), by: scene.dice.one(["text", "button"]) }],
  meta: (scene) => [{ do: "meta", from: fromOf(scene), value: scene.dice.one(["stop", "resume"]) }],
  change_number: changeNumber,
  change_user: changeUser,
  recycle,
  merge,
  split: () => [{ do: "split" }],
  erase: ({ dice }) => [{ do: "erase", phone: dice.one(PHONES) }],
  order: ({ dice }) => [{ do: "order", phone: dice.one(PHONES) }],
  checkout: ({ dice }) => [{ do: "checkout", phone: dice.one(PHONES) }],
  pass: ({ dice }) => [{ do: "pass", days: dice.one([1, 20, 120, 400]) }],
};

function moment(dice: Dice, what: Happening): Moment {
  const isWebhook = namesIn(what).length > 0;
  const late = isWebhook && dice.chance(0.25) ? dice.one([1, 2, 3]) : 0;
  // A no that is late names one of the two: what it links would else have to be known before it is read.
  const isNo = what.do === "stop" || what.do === "meta";
  const { phone, user } = isNo ? what.from : { phone: null, user: null };
  const told = late > 0 && isNo && phone !== null && user !== null;
  return {
    what: told ? { ...what, from: { phone, user: null } } : what,
    late,
    twice: isWebhook && dice.chance(0.2),
    crash: dice.chance(0.05),
  };
}

/** A history of all kinds of events over few numbers: the same seed, the same history. */
export function historyOf(seed: number, length: number): History {
  const dice = diceOf(seed);
  const scene = { dice, accounts: new Accounts() };
  const [first = "tick", ...others] = DRAWN;
  const moments: Moment[] = [];
  while (moments.length < length) {
    const made = MAKE[dice.one([first, ...others])](scene);
    moments.push(...made.map((what) => moment(dice, what)));
  }
  return { seed, moments: inTime(moments.slice(0, length)) };
}

/** WhatsApp tries for seven days (contract 3.3): nothing comes, late or twice, after a longer pause than that. */
function inTime(moments: Moment[]): Moment[] {
  const isLong = ({ what }: Moment) => what.do === "pass" && what.days > 7;
  return moments.map((moment, index) => {
    const pause = moments.findIndex((one, at) => at > index && isLong(one));
    const room = pause === -1 ? Number.MAX_SAFE_INTEGER : pause - index - 1;
    const late = Math.min(moment.late, room);
    return { ...moment, late, twice: moment.twice && late + 2 <= room };
  });
}
