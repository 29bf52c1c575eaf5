import { createHash } from "node:crypto";
import type { LedgerEvent } from "#app/modules/consent/index.ts";
import type { InboundOfPerson } from "#app/modules/conversations/index.ts";
import { wordingText } from "#app/modules/consent/wording.rules.ts";
import { actsOf } from "./acts.rules.ts";
import type { Exchanges } from "./exchanges-of.ts";
import type {
  ProofAct,
  ProofExchange,
  ProofLink,
  ProofReport,
  ProofWording,
} from "./proof.types.ts";

interface Known {
  names: ReadonlyMap<string, string>;
  exchanges: Exchanges;
  shopName: string;
  links: ReadonlyMap<string, ProofLink>;
}

type Told = LedgerEvent["evidence"];

function textIn(evidence: Told, ...names: string[]): string | null {
  const [found] = names.flatMap((name) => {
    const value = evidence?.[name];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  return found ?? null;
}

function wordingOf(event: LedgerEvent, { shopName }: Known): ProofWording | null {
  const { wordingVersion: version, wordingHash: hash, locale } = event;
  const shown = textIn(event.evidence, "shownText");
  if (version === null && shown === null) return null;
  const published =
    version === null ? undefined : wordingText(version, locale ?? "", { shop: shopName });
  const text = shown ?? published ?? null;
  const digest = text === null ? null : createHash("sha256").update(text).digest("base64url");
  return { version, locale, hash, text, fits: digest && hash ? digest === hash : null };
}

function questionOf(wamid: string | null, { sent }: Exchanges): ProofExchange["question"] {
  if (wamid === null) return null;
  const message = sent.get(wamid);
  return { wamid, text: message?.text ?? null, at: message?.acceptedAt ?? null };
}

/** The message of ours that was answered, whatever it asked. */
const QUESTIONS = [
  "confirmationWamid",
  "renewalWamid",
  "optOutConfirmationWamid",
  "contextWamid",
] as const;

function answerOf(
  wamid: string | null,
  evidence: Told,
  reply: InboundOfPerson | undefined,
): ProofExchange["answer"] {
  if (wamid === null) return null;
  return {
    wamid,
    text: reply?.text ?? textIn(evidence, "replyText", "answer", "text"),
    payload: reply?.payload ?? textIn(evidence, "replyPayload", "payload"),
    at: reply?.at.toISOString() ?? null,
  };
}

function exchangeOf(event: LedgerEvent, { exchanges }: Known): ProofExchange | null {
  const { evidence } = event;
  const named = textIn(evidence, "replyWamid", "wamid");
  // WhatsApp refuses a message of ours to somebody who has stopped marketing: then it is that one.
  const own = named !== null && exchanges.sent.has(named) ? named : null;
  const replied = own === null ? named : null;
  const reply = exchanges.received.get(replied ?? "");
  const asked = own ?? textIn(evidence, ...QUESTIONS) ?? reply?.contextWamid ?? null;
  if (replied === null && asked === null) return null;
  return { question: questionOf(asked, exchanges), answer: answerOf(replied, evidence, reply) };
}

/** What stands elsewhere in the act already. */
const TOLD_ELSEWHERE = new Set<string>([
  ...QUESTIONS,
  "answer",
  "replyPayload",
  "shownText",
  "place",
  "wamid",
  "replyWamid",
  "text",
  "replyText",
  "payload",
]);

function restOf(evidence: Told): ProofAct["evidence"] {
  return Object.entries(evidence ?? {}).flatMap(([name, value]) => {
    if (TOLD_ELSEWHERE.has(name) || value === null || value === undefined || value === "")
      return [];
    return [{ name, value: typeof value === "string" ? value : JSON.stringify(value) }];
  });
}

/** Position of the same words among those already met, or a new one. */
function placeAmong(wordings: ProofWording[], wording: ProofWording | null): number | null {
  if (wording === null) return null;
  const key = JSON.stringify(wording);
  const known = wordings.findIndex((one) => JSON.stringify(one) === key);
  return known >= 0 ? known : wordings.push(wording) - 1;
}

/** The ledger of one person as acts, and every wording in it once. */
export function readActs(
  events: readonly LedgerEvent[],
  known: Known,
): Pick<ProofReport, "acts" | "wordings"> {
  const wordings: ProofWording[] = [];
  const acts = actsOf(events).flatMap((own): ProofAct[] => {
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        eventIds: own.map(({ id }) => id),
        topics: own.map(({ topic }) => topic ?? "all"),
        kind: first.kind,
        source: first.source,
        at: first.at.toISOString(),
        recordedAt: first.recordedAt.toISOString(),
        identifier: known.names.get(first.identifierHash ?? "") ?? null,
        identifierHash: first.identifierHash,
        wording: placeAmong(wordings, wordingOf(first, known)),
        place: first.place,
        checkoutToken: first.checkoutToken,
        exchange: exchangeOf(first, known),
        evidence: restOf(first.evidence),
        evidenceErased: own.some(({ evidenceErased }) => evidenceErased),
        links: own.flatMap(({ id }) => known.links.get(id) ?? []),
      },
    ];
  });
  return { acts, wordings };
}
