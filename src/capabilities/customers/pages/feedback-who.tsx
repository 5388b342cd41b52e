import { Building2, Pencil } from "lucide-react";
import { api, client, useChange } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { money, number } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import type { FeedbackDetail } from "../answers.ts";
import { AccountPicker } from "./account-picker.tsx";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";
import { authorOf } from "./feedback-words.tsx";

/** Who said it: the account with what it is worth to us, and the person. */
export function FeedbackWho({
  feedback,
  mayEdit,
  isPicking,
  onPicking,
}: {
  feedback: FeedbackDetail;
  mayEdit: boolean;
  isPicking: boolean;
  onPicking: (isPicking: boolean) => void;
}) {
  const renews = [api.feedback.key(), api.accounts.key(), api.records.key(), FEEDBACK_ROWS];
  const give = useChange(client.feedback.edit, {
    said: ({ account }) => (account ? `${feedback.key} is from ${account.name}` : `${feedback.key} has no account`),
    renews,
  });
  const giveNew = useChange(
    async (name: string, options: { context: CallContext }) => {
      const account = await client.accounts.create({ name });
      return client.feedback.edit({ params: { id: feedback.id }, headers: ifMatch(feedback), body: { accountId: account.id } }, options);
    },
    { said: ({ account }) => `${feedback.key} is from ${account?.name ?? "a new account"}`, renews },
  );
  const { account, contact } = feedback;
  const author = authorOf(feedback);
  const picker = (button: React.ReactElement) => (
    <AccountPicker
      chosen={account?.id ?? null}
      opened={isPicking}
      onOpened={onPicking}
      onPick={(accountId) => give.mutate({ params: { id: feedback.id }, headers: ifMatch(feedback), body: { accountId } })}
      onCreate={(name) => giveNew.mutate(name)}
    >
      {button}
    </AccountPicker>
  );
  return (
    <section className="side-part" aria-label="Who said it">
      {account ? (
        <>
          <p className="who-account">
            <WorkspaceLink path={`accounts/${account.key}`}>{account.name}</WorkspaceLink>
            {mayEdit &&
              picker(
                <button type="button" className="icon-button" aria-label="Change the account">
                  <Pencil size={13} aria-hidden />
                </button>,
              )}
          </p>
          <dl className="facts">
            {account.revenueMinor !== null && account.currency !== null && (
              <Fact name="Revenue">
                <b>{money(account.revenueMinor, account.currency)}</b> a year
              </Fact>
            )}
            {account.plan !== null && <Fact name="Plan">{account.plan}</Fact>}
            {account.seats !== null && <Fact name="Seats">{number(account.seats)}</Fact>}
            {account.domain !== null && <Fact name="Domain">{account.domain}</Fact>}
          </dl>
        </>
      ) : mayEdit ? (
        picker(
          <button type="button" className="plain who-none">
            <Building2 size={14} aria-hidden /> Choose the account
          </button>,
        )
      ) : (
        <p className="meta">No account</p>
      )}
      {author !== null && (
        <p className="who-person">
          <b>{author}</b>
          <span className="meta">
            {[contact?.title, contact?.email ?? feedback.authorEmail].filter((part) => part != null && part !== author).join(" · ")}
          </span>
        </p>
      )}
    </section>
  );
}

/** One line of what is known: its name, then what it is. */
export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
