/// <reference lib="dom" />

type Choice = { wabaId: string; phoneNumberId: string; businessId: string };
type PageData = { choices: Choice[]; texts: { done: string }; opener: string };

function isPageData(value: unknown): value is PageData {
  return typeof value === "object" && value !== null && "choices" in value && "opener" in value;
}

const parsed: unknown = JSON.parse(document.getElementById("page")?.textContent ?? "");
if (!isPageData(parsed)) throw new Error("the page has no data");
const page = parsed;
const openedBy: unknown = window.opener;

/** The page that opened this window hears it, if it still has the origin that it named. */
function tell(message: unknown): void {
  if (typeof openedBy === "object" && openedBy !== null) {
    const post: unknown = Reflect.get(openedBy, "postMessage");
    if (typeof post === "function") Reflect.apply(post, openedBy, [message, page.opener]);
  }
}

/** Meta sends session info as text (contract 8.3). */
function tellSession(event: string, data: object): void {
  tell(JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event, data, version: "3" }));
}

function end(code: string | null): void {
  tell({ type: "stand-in-login", code });
  const done = document.getElementById("done");
  if (done) done.textContent = page.texts.done;
  window.close();
}

async function goOn(choice: Choice): Promise<void> {
  const answer = await fetch("/dialog/oauth/grant", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ wabaId: choice.wabaId }),
  });
  const granted: unknown = await answer.json();
  const code: unknown = Reflect.get(Object(granted), "code");
  tellSession("FINISH", {
    phone_number_id: choice.phoneNumberId,
    waba_id: choice.wabaId,
    business_id: choice.businessId,
  });
  end(typeof code === "string" ? code : null);
}

document.getElementById("signup")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = document.querySelector<HTMLInputElement>("input[name=account]:checked");
  const choice = page.choices[Number(chosen?.value)];
  if (choice) void goOn(choice);
});
document.getElementById("cancel")?.addEventListener("click", () => {
  tellSession("CANCEL", { current_step: "BUSINESS_ACCOUNT_SELECTION" });
  end(null);
});
for (const button of document.querySelectorAll("button")) button.disabled = false;
