import { OutsidePage } from "#app/ui/outside-page.tsx";

/** Nobody types a shop's address here (App Store rule): the way in is the Shopify admin. */
export default function Login() {
  return <OutsidePage />;
}
