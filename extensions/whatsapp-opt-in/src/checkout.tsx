import { render } from "preact";
import { OptInBox } from "./opt-in-box.tsx";

export default function runExtension(): void {
  render(<OptInBox api={shopify} place="checkout" />, document.body);
}
