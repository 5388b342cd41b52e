import { client } from "../../../api.tsx";
import { useRecordRows } from "../../workspace/pages/record-rows.ts";
import type { AccountItem } from "../answers.ts";
import type { accountParameters } from "./account-view.ts";

type Parameters = ReturnType<typeof accountParameters>;
/** The key of every list of accounts: to fetch them again. */
export const ACCOUNT_ROWS = ["account-rows"] as const;
const name = ACCOUNT_ROWS[0];
const { list, count } = { list: client.accounts.list, count: client.accounts.count };

/** The list of a view, fetched in windows as it is scrolled. */
export const useAccountRows = (parameters: Parameters) => useRecordRows<AccountItem, Parameters>({ name, parameters, list, count });
