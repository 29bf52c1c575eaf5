import { useEffect, useRef, useState } from "preact/hooks";
import { sendBody } from "./app-api.ts";
import { backUp } from "./backup.ts";
import type { SyncState } from "./consent-sync.ts";
import { knownCountry, knownPhone, watchHost, type Api, type Place } from "./host.ts";
import { recall, remember } from "./memory.ts";
import { optInBody } from "./opt-in-request.ts";
import { toE164 } from "./phone.ts";
import { startSync, type Sync } from "./start-sync.ts";

// A number that was there before the tick is sent at once unless the shopper goes on to change it; a
// number being typed is sent when the field is left, or after a rest long enough to be complete.
const AFTER_TICK_MS = 600;
const AFTER_TYPING_MS = 1_500;

interface OptInSync extends Pick<Sync, "want"> {
  restore(phone: string, awaits: boolean): void;
}

function startOptInSync(api: Api, place: Place, announce: (state: SyncState) => void): OptInSync {
  let awaits = false;
  const sync = startSync({
    send(request) {
      const body = optInBody(api, place, request);
      void backUp(api, body);
      return sendBody(api, body, (pending) => (awaits = pending));
    },
    announce(state) {
      announce(state.kind === "saved" ? { ...state, awaits } : state);
      if (state.kind === "saved") void remember(api, { phone: state.phone, awaits });
      if (state.kind === "withdrawn") void remember(api, undefined);
    },
  });
  return {
    want: sync.want,
    restore(phone, stillAwaits) {
      awaits = stillAwaits;
      sync.restore(phone);
    },
  };
}

export interface OptIn {
  readonly ticked: boolean;
  /** What the phone field shows. */
  readonly number: string;
  readonly implausible: boolean;
  /** A number that turned up elsewhere after the tick: shown, but only sent when the shopper takes it. */
  readonly offered: boolean;
  readonly state: SyncState;
  tick(checked: boolean): void;
  type(value: string): void;
  /** The field was left, or its number taken or tried again. */
  commit(value: string): void;
}

/** State of one opt-in box and what its controls do. */
export function useOptIn(api: Api, place: Place): OptIn {
  const [ticked, setTicked] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [implausible, setImplausible] = useState(false);
  const [state, setState] = useState<SyncState>({ kind: "idle" });
  const [, redraw] = useState(0);
  const [sync] = useState(() => startOptInSync(api, place, setState));
  const touchedRef = useRef(false);
  const timerRef = useRef<ReturnType<typeof setTimeout>>();
  const number = typed ?? knownPhone(api);

  useEffect(() => watchHost(api, () => redraw((count) => count + 1)), [api]);
  useEffect(() => {
    void recall(api).then((granted) => {
      if (granted === undefined || touchedRef.current) return;
      setTicked(true);
      setTyped(granted.phone);
      sync.restore(granted.phone, granted.awaits === true);
    });
  }, [api, sync]);

  function commit(value: string): void {
    clearTimeout(timerRef.current);
    setTyped(value);
    const phone = toE164(value, knownCountry(api));
    setImplausible(!phone);
    // Only the number in the field is ever consented to: an unreadable one takes the old one back.
    void sync.want(phone ? { granted: true, phone } : { granted: false });
  }

  function commitLater(value: string, ms: number): void {
    clearTimeout(timerRef.current);
    timerRef.current = setTimeout(() => commit(value), ms);
  }

  return {
    ticked,
    number,
    implausible: implausible || state.kind === "refused",
    offered: ticked && typed === undefined && number !== "",
    state,
    commit,
    tick(checked) {
      touchedRef.current = true;
      clearTimeout(timerRef.current);
      setTicked(checked);
      setImplausible(false);
      if (!checked) void sync.want({ granted: false });
      else if (number !== "") {
        setTyped(number);
        commitLater(number, AFTER_TICK_MS);
      }
    },
    type(value) {
      setTyped(value);
      clearTimeout(timerRef.current);
      if (toE164(value, knownCountry(api))) {
        setImplausible(false);
        commitLater(value, AFTER_TYPING_MS);
      }
    },
  };
}
