/** How old a shop's consents are, and whether people are asked to renew them. */
export interface RenewalReport {
  /** people by how long their consent was not used */
  counts: { fresh: number; soonStale: number; stale: number };
  isOn: boolean;
  staleAfterMonths: number;
  /** from when on people are asked, in months without use */
  askAfterMonths: number;
  /** nobody is asked before WhatsApp has approved the template in the shop's language */
  waitsForTemplate: boolean;
}
