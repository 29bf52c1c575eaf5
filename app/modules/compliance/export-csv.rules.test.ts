import { expect, test } from "vitest";
import { exportCsv } from "./export-csv.rules.ts";

test("an export as CSV says one field a line, and runs no formula in a spreadsheet", () => {
  const csv = exportCsv({
    format: "beckon-export-1",
    shop: "a.myshopify.com",
    madeAt: "2026-11-22T10:00:00.000Z",
    sections: [
      {
        table: "inbound_message",
        records: [
          { body: { text: '=HYPERLINK("x")' }, type: "=1+1" },
          { body: null, type: "text" },
        ],
      },
      { table: "contact_identifier", records: [{ sealed: "+4915112345678" }] },
    ],
  });
  expect(csv.split("\r\n")).toEqual([
    "section,record,field,value",
    '"inbound_message","1","body","{""text"":""=HYPERLINK(\\""x\\"")""}"',
    '"inbound_message","1","type","\'=1+1"',
    '"inbound_message","2","body",""',
    '"inbound_message","2","type","text"',
    '"contact_identifier","1","sealed","\'+4915112345678"',
    "",
  ]);
});
