export type Arm = "treated" | "holdout";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const UINT32 = 2 ** 32;

/** FNV-1a over the UTF-16 units, then MurmurHash3's finaliser: ids differ in few bits, FNV alone clumps. */
function hash32(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export type ArmFacts = {
  readonly personHash: string;
  /** what is drawn for: a series of reminders, a case of a recommendation */
  readonly drawId: string;
  /** 0 to 100: the part that is left alone. */
  readonly percent: number;
};

/**
 * Draws an arm, once every other rule has passed: the same person and id always draw the same, and
 * whoever is held out at 5 % is held out at 10 % too. Switched off means percent 0.
 */
export function assignArm({ personHash, drawId, percent }: ArmFacts): Arm {
  const draw = hash32(`${personHash}\n${drawId}`) / UINT32;
  return draw < percent / 100 ? "holdout" : "treated";
}
