// Sends the form in place and keeps the floating panel's focus. Everything it does has a plain form
// behind it. Loaded once on pages that hold the block or the embed, and on no other.
(() => {
  if (window.beckonOptIn) return;
  window.beckonOptIn = true;

  const TIMEOUT_MS = 10_000;

  /** By form: the number that was saved last, and the request that got no answer. */
  const memory = new WeakMap();
  const memoryOf = (form) => {
    if (!memory.has(form)) memory.set(form, { saved: "", lost: null, turn: Promise.resolve() });
    return memory.get(form);
  };

  const field = (form, name) => form.elements.namedItem(name);
  const part = (form, name) => form.querySelector(`[data-beckon-${name}]`);

  function say(form, { status = "", problem = "" }) {
    part(form, "status").textContent = status;
    part(form, "problem").textContent = problem;
  }

  function markPhone(form, isWrong) {
    // Themes style the attribute whatever it says, so it is there only when something is wrong.
    field(form, "phone").toggleAttribute("aria-invalid", isWrong);
    if (isWrong) field(form, "phone").setAttribute("aria-invalid", "true");
  }

  function complain(form, text, control) {
    say(form, { problem: text });
    markPhone(form, control.name === "phone");
    control.focus();
  }

  /** A repetition of what got no answer keeps its id, so that the server counts it once. */
  function bodyOf(form, { granted, phone }) {
    const { lost } = memoryOf(form);
    const isSame = lost && lost.granted === granted && lost.phone === phone;
    const value = (name) => field(form, name).value;
    return {
      v: 1,
      requestId: isSame ? lost.requestId : crypto.randomUUID(),
      granted,
      phone,
      country: value("country") || null,
      wordingVersion: value("wording_version"),
      locale: value("locale"),
      shownText: value("shown_text"),
      extensionVersion: value("extension_version"),
    };
  }

  /** "granted", "pending", "withdrawn"; "phone" for a number that is none; "failed". */
  async function post(form, wish) {
    const kept = memoryOf(form);
    const body = bodyOf(form, wish);
    kept.lost = body;
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 422) return "phone";
      if (!response.ok) return "failed";
      const { state } = await response.json();
      kept.lost = null;
      return state;
    } catch {
      return "failed";
    }
  }

  function show(form, outcome, phone) {
    const text = form.dataset[outcome];
    if (outcome === "phone") complain(form, form.dataset.phoneError, field(form, "phone"));
    else if (outcome === "failed" || !text) say(form, { problem: form.dataset.failed });
    else say(form, { status: text.replace("[[phone]]", () => phone) });
  }

  /** One request at a time: an unticking never overtakes the tick before it. */
  function send(form, wish) {
    const kept = memoryOf(form);
    kept.turn = kept.turn.then(async () => {
      markPhone(form, false);
      say(form, { status: form.dataset.sending });
      const old = kept.saved;
      // Another number than before: the old one keeps no consent.
      if (wish.granted && old && old !== wish.phone) {
        const gone = await post(form, { granted: false, phone: old });
        if (gone === "failed") return show(form, gone, old);
        kept.saved = "";
      }
      const outcome = await post(form, wish);
      if (outcome === "granted" || outcome === "pending") kept.saved = wish.phone;
      if (outcome === "withdrawn") {
        kept.saved = "";
        field(form, "consent").checked = false;
      }
      show(form, outcome, wish.phone);
    });
  }

  function submitted(event) {
    const form = event.target;
    if (!form.matches("[data-beckon-form]")) return;
    event.preventDefault();
    const granted = event.submitter?.value !== "false";
    const phone = field(form, "phone");
    const consent = field(form, "consent");
    if (granted && !consent.checked) return complain(form, form.dataset.consentMissing, consent);
    const typed = phone.value.trim();
    if (typed.replace(/\D/g, "").length < 6) return complain(form, form.dataset.phoneError, phone);
    send(form, { granted, phone: typed });
  }

  /** Unticking takes back what was saved, as everywhere. */
  function changed({ target }) {
    const form = target.closest?.("[data-beckon-form]");
    if (!form || target.name !== "consent" || target.checked) return;
    const { saved } = memoryOf(form);
    if (saved) send(form, { granted: false, phone: saved });
  }

  const controls = (panel) => [
    ...panel.querySelectorAll("a[href],button,input:not([type=hidden])"),
  ];

  function close(embed) {
    embed.open = false;
    embed.querySelector("summary").focus();
  }

  function keyed(embed, panel, event) {
    if (!embed.open) return;
    if (event.key === "Escape") return close(embed);
    if (event.key !== "Tab") return;
    const all = controls(panel);
    const [first, last] = [all[0], all.at(-1)];
    const at = document.activeElement;
    const isOut = !panel.contains(at);
    if (event.shiftKey && (at === first || isOut || !all.includes(at))) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && (at === last || isOut)) {
      event.preventDefault();
      first.focus();
    }
  }

  function enhance(embed) {
    const panel = embed.querySelector("[data-beckon-panel]");
    const closer = embed.querySelector("[data-beckon-close]");
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-modal", "true");
    closer.hidden = false;
    closer.addEventListener("click", () => close(embed));
    embed.addEventListener("toggle", () => {
      if (embed.open) panel.querySelector("h2").focus();
    });
    embed.addEventListener("keydown", (event) => keyed(embed, panel, event));
  }

  function begin() {
    for (const form of document.querySelectorAll("[data-beckon-form]")) form.noValidate = true;
    document.querySelectorAll("[data-beckon-embed]").forEach(enhance);
  }

  document.addEventListener("submit", submitted);
  document.addEventListener("change", changed);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
