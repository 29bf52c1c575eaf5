export type AcceptedEntry = {
  seq: number;
  at: string;
  wamid: string;
  phoneNumberId: string;
  to: string;
  template: string | null;
  language: string | null;
  callbackData: string | null;
  raw: string;
};

export type RefusedEntry = {
  seq: number;
  at: string;
  httpStatus: number;
  code: number;
  details: string;
  raw: string;
};

export type BegunEntry = {
  seq: number;
  at: string;
  callbackData: string | null;
  outcome: string;
};

/**
 * What reached the messages endpoint, in the order it came. Kept as flat records with the raw
 * body as text: hundreds of thousands fit, and nothing is cloned on the way in.
 */
export class RequestLog {
  readonly accepted: AcceptedEntry[] = [];
  readonly refused: RefusedEntry[] = [];
  readonly begun: BegunEntry[] = [];
  seq = 0;
  private readonly cap: number;

  constructor(cap: number) {
    this.cap = cap;
  }

  begin(at: string, callbackData: string | null): BegunEntry {
    const entry = { seq: (this.seq += 1), at, callbackData, outcome: "pending" };
    append(this.begun, entry, this.cap);
    return entry;
  }

  accept(entry: Omit<AcceptedEntry, "seq">): void {
    append(this.accepted, { seq: (this.seq += 1), ...entry }, this.cap);
  }

  refuse(entry: Omit<RefusedEntry, "seq">): void {
    append(this.refused, { seq: (this.seq += 1), ...entry }, this.cap);
  }

  clear(): void {
    for (const list of [this.accepted, this.refused, this.begun]) list.length = 0;
  }
}

/** Entries with a sequence number above `seq`; the list is sorted, so this is a binary search. */
export function entriesAfter<Entry extends { seq: number }>(list: Entry[], seq: number): Entry[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return list.slice(low);
}

/** Drops the oldest tenth when the cap is reached: cheap on average, unlike a shift per entry. */
function append<Entry>(list: Entry[], entry: Entry, cap: number): void {
  list.push(entry);
  if (list.length > cap) list.splice(0, Math.ceil(cap / 10));
}
