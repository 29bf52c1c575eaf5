import { maskPhone } from "#app/shared/phone.ts";
import type { ProofReport } from "./proof.types.ts";

/** Evidence that names the person, or where they were. */
const PERSONAL = new Set([
  "typedPhone",
  "phone",
  "ip",
  "email",
  "waId",
  "userId",
  "name",
  "customerId",
]);

function maskValue(value: string): string {
  return /^\+[1-9]\d{6,14}$/.test(value) ? maskPhone(value) : `…${value.slice(-3)}`;
}

const maskOrNull = (value: string | null) => (value === null ? null : maskValue(value));

type Exchange = ProofReport["acts"][number]["exchange"];

/** WhatsApp's ids hold the number, in letters that anybody can turn back. */
function maskExchange(exchange: Exchange): Exchange {
  if (exchange === null) return null;
  const covered = <One extends { wamid: string }>(one: One | null) =>
    one && { ...one, wamid: maskValue(one.wamid) };
  return { question: covered(exchange.question), answer: covered(exchange.answer) };
}

/** The same proof for a screen that somebody may look over a shoulder at: whoever it is about is covered. */
export function maskProof(report: ProofReport): ProofReport {
  const maskStandings = (standings: ProofReport["standings"]) =>
    standings.map((one) => ({ ...one, identifier: maskOrNull(one.identifier) }));
  return {
    ...report,
    identifiers: report.identifiers.map((one) => ({ ...one, value: maskOrNull(one.value) })),
    standings: maskStandings(report.standings),
    past: report.past && { ...report.past, standings: maskStandings(report.past.standings) },
    acts: report.acts.map((act) => ({
      ...act,
      identifier: maskOrNull(act.identifier),
      exchange: maskExchange(act.exchange),
      evidence: act.evidence.map(({ name, value }) => ({
        name,
        value: PERSONAL.has(name) ? maskValue(value) : value,
      })),
    })),
    messages: report.messages.map((one) => {
      return { ...one, to: maskOrNull(one.to), wamid: maskOrNull(one.wamid) };
    }),
  };
}
