import { Button, TextInput } from "@mantine/core";
import { Ellipsis, Eraser, Pencil, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { number } from "../../../ui/format.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { useGo } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import type { AccountDetail } from "../answers.ts";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

type Contact = AccountDetail["contacts"][number];
const NEW = "new";
const renews = [api.accounts.key(), api.contacts.key(), api.feedback.key(), FEEDBACK_ROWS];

/** The people we know at an account: feedback from their addresses is theirs. */
export function AccountContacts({ account, mayEdit }: { account: AccountDetail; mayEdit: boolean }) {
  const [asking, setAsking] = useState<string>();
  const asked = account.contacts.find(({ id }) => id === asking);
  const go = useGo();
  const isAdmin = mayUse(useActor(), "admin");
  const remove = useChange(client.contacts.delete, { said: () => "Contact removed", renews });
  return (
    <Section
      title="Contacts"
      {...(account.contacts.length > 0 ? { note: number(account.contacts.length) } : {})}
      actions={
        mayEdit && (
          <button type="button" className="plain line-add" onClick={() => setAsking(NEW)}>
            <Plus size={13} aria-hidden /> Contact
          </button>
        )
      }
    >
      {account.contacts.length === 0 ? (
        <p className="record-empty">Nobody yet.</p>
      ) : (
        <Panel flush>
          <ul className="lines">
            {account.contacts.map((contact) => (
              <li key={contact.id} className="line">
                <Avatar name={contact.name} label={false} />
                <b className="line-name truncate">{contact.name}</b>
                <span className="meta truncate">{[contact.title, contact.email].filter(Boolean).join(" · ")}</span>
                <span className="spring" />
                {mayEdit && (
                  <MenuButton
                    position="bottom-end"
                    entries={[
                      { label: "Edit …", icon: Pencil, run: () => setAsking(contact.id) },
                      { label: "Remove", icon: Trash2, run: () => remove.mutate({ id: contact.id }), danger: true },
                      // Who asks to be forgotten: not only the contact goes, but what they said and where they are named.
                      ...(isAdmin
                        ? [
                            {
                              label: "Erase this person …",
                              icon: Eraser,
                              run: () => go("settings/data", { search: { erase: contact.key } }),
                              danger: true,
                            },
                          ]
                        : []),
                    ]}
                  >
                    <button type="button" className="icon-button" aria-label={`More for ${contact.name}`}>
                      <Ellipsis size={15} aria-hidden />
                    </button>
                  </MenuButton>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {(asking === NEW || asked) && <ContactDialog accountId={account.id} contact={asked} onClose={() => setAsking(undefined)} />}
    </Section>
  );
}

const SHOWN = ["name", "email", "title"];
const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

function ContactDialog({ accountId, contact, onClose }: { accountId: string; contact: Contact | undefined; onClose: () => void }) {
  const [seen] = useState({ version: contact?.version });
  const [fields, setFields] = useState({ name: contact?.name ?? "", email: contact?.email ?? "", title: contact?.title ?? "" });
  const options = { renews, onSuccess: onClose, onError: () => undefined };
  const create = useChange(client.contacts.create, { said: ({ name }) => `Added ${name}`, ...options });
  const edit = useChange(client.contacts.edit, { said: ({ name }) => `${name} changed`, ...options });
  const error = create.error ?? edit.error;
  const errors = fieldErrors(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft = { name: fields.name, email: orNull(fields.email), title: orNull(fields.title) };
    if (contact) edit.mutate({ params: { id: contact.id }, headers: ifMatch(contact), body: draft });
    else create.mutate({ ...draft, accountId });
  };
  const field = (name: keyof typeof fields, label: string) => (
    <TextInput
      label={label}
      value={fields[name]}
      error={errors[name]}
      onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
      {...(name === "name" ? { "data-autofocus": true } : {})}
    />
  );
  return (
    <Modal opened onClose={onClose} title={contact ? contact.name : "Add a contact"} size={400}>
      <form onSubmit={submit} className="stack">
        {field("name", "Name")}
        {field("email", "E-mail")}
        {field("title", "Title")}
        {contact && contact.version !== seen.version ? (
          <p className="form-errors" role="alert">
            Somebody changed this contact while you did. Now it is {[contact.name, contact.email, contact.title].filter(Boolean).join(", ")}
            ; keeping replaces that.
          </p>
        ) : (
          <FormErrors error={error} shown={SHOWN} />
        )}
        <div className="dialog-actions">
          <Button type="submit" loading={create.isPending || edit.isPending} disabled={fields.name.trim() === ""}>
            {contact ? "Save" : "Add"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
