/// <reference lib="dom" />
import { byId, frameOf, page } from "./page-data.ts";

const NAMES = ["shop", "phone", "admin"];
/** Below it there is room for one window, and tabs choose which. */
const narrow = window.matchMedia("(max-width: 900px)");
/** After a change the app needs a moment; what is slower shows in a later look. */
const LOOKS_MS = [1500, 4000, 10_000];

let selected = "shop";
let looks: Array<ReturnType<typeof setTimeout>> = [];

/** Shows this window; where all three are shown nothing changes. */
export function showWindow(name: string): void {
  selected = name;
  for (const each of NAMES) {
    const tab = byId(`tab-${each}`);
    const box = byId(`window-${each}`);
    const isSelected = each === name;
    tab.setAttribute("aria-selected", String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    box.hidden = narrow.matches && !isSelected;
    // As a tab's panel on a phone, as a region of its own beside the others.
    if (narrow.matches) box.setAttribute("role", "tabpanel");
    else box.removeAttribute("role");
  }
}

/** Lets the admin look again once the app has had time to do its part; many calls make one round of looks. */
export function refreshAdminSoon(): void {
  looks.forEach(clearTimeout);
  looks = LOOKS_MS.map((ms) =>
    setTimeout(
      () => frameOf("admin").contentWindow?.postMessage("refresh-app", page.adminOrigin),
      ms,
    ),
  );
}

for (const tab of document.querySelectorAll<HTMLElement>("[role=tab]")) {
  tab.addEventListener("click", () => showWindow(tab.dataset["window"] ?? "shop"));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = (NAMES.indexOf(selected) + step + NAMES.length) % NAMES.length;
    showWindow(NAMES[at] ?? "shop");
    byId(`tab-${selected}`).focus();
  });
}
narrow.addEventListener("change", () => showWindow(selected));
showWindow(selected);

// A link that is tapped on the phone opens in the shop's window, as in the phone's browser.
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.origin !== page.phoneOrigin) return;
  const { data } = event;
  if (typeof data !== "object" || data === null || !("openLink" in data)) return;
  const url = String(data.openLink);
  if (!/^https?:/.test(url)) return;
  frameOf("shop").src = url;
  showWindow("shop");
});
