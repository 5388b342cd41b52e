import { accountsToImport, adoptByAccounts } from "../accounts.ts";
import { byOwnId, bySource, type Column, firstKnown, hold, noteSources, type TargetWriter } from "../target-writer.ts";

const columns: readonly Column[] = [
  { name: "name", type: "text", update: "replace" },
  { name: "stage", type: "text", update: "replace" },
  { name: "reasons", type: "text", update: "replace" },
  { name: "state", type: "text", update: "unless-empty" },
  { name: "amountMinor", type: "int8", update: "unless-empty" },
  { name: "currency", type: "text", update: "unless-empty" },
  { name: "closedOn", type: "date", update: "unless-empty" },
  { name: "competitorId", type: "uuid", update: "unless-empty" },
  { name: "accountId", type: "uuid", update: "unless-empty" },
];

/** A deal is known by its source or our id; the account that its row names is found or made. */
export const dealWriter: TargetWriter = {
  kind: "deal",
  table: "deals",
  columns,
  inProduct: true,
  beside: () => ({}),
  async start(context, { batchId }) {
    const accounts = await accountsToImport(context, { batchId });
    return {
      async known(rows) {
        const known = firstKnown(await byOwnId(context, "deal", rows), await bySource(context, "deal", rows));
        await hold(context, "deals", known);
        return known;
      },
      async complete(rows) {
        await accounts.make(rows.map(({ account }) => account));
        const owners = await accounts.of(rows.map(({ account }) => ({ cells: account, found: null })));
        rows.forEach((row, place) => {
          row.values.accountId = owners[place] ?? null;
        });
      },
      created: (rows) => noteSources(context, "deal", batchId, rows, true),
      recognised: (rows) => noteSources(context, "deal", batchId, rows, false),
      finish: () => adoptByAccounts(context, batchId),
      accountsCreated: accounts.created,
    };
  },
};
