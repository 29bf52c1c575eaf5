import { render } from "preact";
import { OrderStatusBox } from "./order-status-box.tsx";

export default function runExtension(): void {
  render(<OrderStatusBox api={shopify} />, document.body);
}
