import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Ellipsis, MessageSquareQuote, Trash2 } from "lucide-react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { counted, money } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { useGo } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { EditableTitle } from "../../workspace/pages/editable-title.tsx";
import { OwnFields, RecordTalk } from "../../workspace/pages/record-talk.tsx";
import type { AccountDetail } from "../answers.ts";
import { AccountContacts } from "./account-contacts.tsx";
import { useAccountDeletion } from "./account-deletion.tsx";
import { useAccountEdits } from "./account-edits.tsx";
import { AccountAttributes, AccountProperties } from "./account-properties.tsx";
import { AccountSaid, AccountTargets } from "./account-voices.tsx";
import "../../workspace/pages/record-page.css";

/** An account: what it said, what it stands behind, who we know there. */
export function AccountPage() {
  const { id = "" } = useParams({ strict: false });
  const { data: account, error, refetch } = useQuery(api.accounts.get.queryOptions({ input: { id } }));
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error && !account) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!account) return <PagePending />;
  return <Shown key={account.id} account={account} />;
}

const LIMITS = { least: 1, most: 200 };

function Shown({ account }: { account: AccountDetail }) {
  const go = useGo();
  const { slug } = useWorkspace();
  const mayEdit = mayUse(useActor(), "member");
  const currency = useQuery(api.workspaces.get.queryOptions({ staleTime: 600_000 })).data?.currency ?? "USD";
  const edits = useAccountEdits();
  const deletion = useAccountDeletion(() => go("accounts"));
  const said = Object.values(account.feedback).reduce((sum, count) => sum + count, 0);
  const needs = account.quotedFor.filter(({ kind }) => kind === "need").length;
  return (
    <Page
      title={account.name}
      crumbs={[{ label: "Accounts", to: `/${slug}/accounts` }]}
      heading={
        <EditableTitle
          value={account.name}
          label="Name"
          limits={LIMITS}
          mayEdit={mayEdit}
          onKeep={(name) => edits.edit(account, { name })}
        />
      }
      mark={<RecordKey kind="account">{account.key}</RecordKey>}
      sentence={
        <>
          <b>{said === 0 ? "Nothing said yet" : counted(said, "piece of feedback", "pieces of feedback")}</b>
          {account.feedback.new > 0 && `, ${counted(account.feedback.new, "waits", "wait")} for a decision`}
          {needs > 0 && (
            <>
              ; stands behind <b>{counted(needs, "need")}</b>
            </>
          )}
          {account.revenueMinor !== null && account.currency !== null && (
            <>
              . <b>{money(account.revenueMinor, account.currency)}</b> a year
            </>
          )}
          .
        </>
      }
      actions={
        <MenuButton
          position="bottom-end"
          entries={[
            {
              label: "All they said",
              icon: MessageSquareQuote,
              run: () => go("feedback", { search: { state: "all", filter: `account:${account.id}` } }),
            },
            ...(mayEdit ? [{ label: "Delete the account …", icon: Trash2, run: () => deletion.ask(account), danger: true }] : []),
          ]}
        >
          <button type="button" className="icon-button" aria-label="More for this account">
            <Ellipsis size={16} aria-hidden />
          </button>
        </MenuButton>
      }
      hints={
        <>
          {mayEdit && <KeyHint keys={["e"]}>rename</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
      status={
        <>
          <b>{account.key}</b> {account.domain}
        </>
      }
    >
      <AccountProperties account={account} currency={currency} mayEdit={mayEdit} onEdit={(change) => edits.edit(account, change)} />
      <div className="record">
        <div className="record-main">
          <AccountSaid account={account} />
        </div>
        <div className="record-side">
          <AccountTargets account={account} />
          <AccountContacts account={account} mayEdit={mayEdit} />
          <AccountAttributes account={account} mayEdit={mayEdit} onEdit={(change) => edits.edit(account, change)} />
          <OwnFields recordId={account.id} kind="account" fields={account.fields} />
        </div>
      </div>
      <RecordTalk recordId={account.id} kind="account" />
      {edits.conflict}
      {deletion.dialog}
    </Page>
  );
}
