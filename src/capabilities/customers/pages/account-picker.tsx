import type { ReactElement } from "react";
import { useCallback } from "react";
import { client } from "../../../api.tsx";
import { money } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";

const accountOption = (account: { id: string; name: string; revenueMinor: number | null; currency: string | null }): Option => ({
  value: account.id,
  label: account.name,
  mark: <KindIcon kind="account" />,
  ...(account.revenueMinor !== null && account.currency !== null ? { detail: money(account.revenueMinor, account.currency) } : {}),
});

/** Finds accounts for what is typed; before that the biggest ones. */
export function useAccountOptions() {
  return useCallback(async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { items } = await client.accounts.list(
      query === "" ? { sort: "revenue", direction: "desc", limit: 20 } : { q: query, limit: 20 },
      { signal },
    );
    return items.map(accountOption);
  }, []);
}

/** Chooses the account behind something, or adds one by the name that was typed. */
export function AccountPicker({
  chosen,
  onPick,
  onCreate,
  opened,
  onOpened,
  children,
}: {
  chosen: string | null;
  onPick: (id: string | null) => void;
  onCreate: (name: string) => void;
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  children: ReactElement;
}) {
  const options = useAccountOptions();
  const withNone = useCallback(
    async (query: string, signal: AbortSignal) => [
      ...(await options(query, signal)),
      ...(chosen !== null && query === "" ? [{ value: "", label: "No account" }] : []),
    ],
    [options, chosen],
  );
  return (
    <Picker
      label="Account"
      placeholder="Find an account"
      options={withNone}
      chosen={chosen === null ? [] : [chosen]}
      onPick={({ value }) => onPick(value === "" ? null : value)}
      onCreate={onCreate}
      createNoun="account"
      {...(opened === undefined ? {} : { opened })}
      {...(onOpened === undefined ? {} : { onOpened })}
    >
      {children}
    </Picker>
  );
}
