import { render } from "preact";
import { Preferences } from "./preferences.tsx";

export default function runExtension(): void {
  render(<Preferences api={shopify} />, document.body);
}
