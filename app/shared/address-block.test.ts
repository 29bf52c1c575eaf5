import { describe, expect, it } from "vitest";
import { addressBlock } from "./address-block.ts";

describe("the block that limits go by", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["", ""],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2:ffff::1", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("of %s is %s", (ip, block) => {
    expect(addressBlock(ip)).toBe(block);
  });
});
