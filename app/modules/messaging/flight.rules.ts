/** As many as the adapter has connections to WhatsApp: each message on its way holds one. */
export const MOST_ON_THEIR_WAY = 800;
/** With so many a process begins: hundreds of connections opened at one moment would outlast a claim. */
export const FEWEST_ON_THEIR_WAY = 100;

/**
 * How many messages may be on their way at once, after a hand-over: twice as many while WhatsApp takes
 * them all in time, half as many when it could not be reached for some.
 */
export function roomAfter(room: number, handed: { sent: number; notReached: number }): number {
  if (handed.notReached > 0) return Math.max(FEWEST_ON_THEIR_WAY, Math.floor(room / 2));
  return handed.sent > 0 ? Math.min(MOST_ON_THEIR_WAY, room * 2) : room;
}
