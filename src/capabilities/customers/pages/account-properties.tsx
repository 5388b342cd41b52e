import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { money, number } from "../../../ui/format.ts";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import type { AccountDetail } from "../answers.ts";
import { domainOf } from "../rules.ts";
import type { AccountChange } from "../schema.ts";
import { parseRevenue, revenueText } from "./revenue.ts";

/** What we know of an account, each value edited where it stands. */
export function AccountProperties({
  account,
  currency,
  mayEdit,
  onEdit,
}: {
  account: AccountDetail;
  currency: string;
  mayEdit: boolean;
  onEdit: (change: AccountChange) => void;
}) {
  const keep = (change: AccountChange) => {
    onEdit(change);
    return undefined;
  };
  const typed = { mayEdit };
  return (
    <Properties strip>
      <Property name="Domain">
        <TypedValue
          {...typed}
          name="Domain"
          shown={account.domain}
          none="Add"
          text={account.domain ?? ""}
          hint="example.com"
          onType={(text) => {
            const domain = domainOf(text);
            return text !== "" && domain === null ? "Write a domain, such as example.com." : keep({ domain });
          }}
        />
      </Property>
      <Property name="Revenue a year">
        <TypedValue
          {...typed}
          name="Revenue a year"
          shown={
            account.revenueMinor !== null && account.currency !== null
              ? money(account.revenueMinor, account.currency, { exact: true })
              : null
          }
          none="Add"
          text={revenueText(account)}
          hint={`84k ${currency}`}
          onType={(text) => {
            const revenue = parseRevenue(text, account.currency ?? currency);
            return revenue === undefined
              ? "Write an amount, such as 84000 or 84k EUR."
              : keep(revenue ?? { revenueMinor: null, currency: null });
          }}
        />
      </Property>
      <Property name="Plan">
        <TypedValue
          {...typed}
          name="Plan"
          shown={account.plan}
          none="Add"
          text={account.plan ?? ""}
          onType={(text) => keep({ plan: text === "" ? null : text })}
        />
      </Property>
      <Property name="Seats">
        <TypedValue
          {...typed}
          name="Seats"
          shown={account.seats === null ? null : number(account.seats)}
          none="Add"
          text={account.seats === null ? "" : String(account.seats)}
          inputMode="decimal"
          onType={(text) => (/^\d{0,8}$/.test(text) ? keep({ seats: text === "" ? null : Number(text) }) : "Write a whole number.")}
        />
      </Property>
      <Property name="Labels">
        <LabelsEditor recordId={account.id} labels={account.labels} />
      </Property>
    </Properties>
  );
}

/** Whatever else is known of an account, by names of one's own. */
export function AccountAttributes({
  account,
  mayEdit,
  onEdit,
}: {
  account: AccountDetail;
  mayEdit: boolean;
  onEdit: (change: AccountChange) => void;
}) {
  const names = Object.keys(account.attributes);
  if (!mayEdit && names.length === 0) return null;
  return (
    <Section title="Attributes">
      <Properties>
        {Object.entries(account.attributes).map(([name, value]) => (
          <Property key={name} name={name}>
            <span className="attribute">
              <TypedValue
                mayEdit={mayEdit}
                name={name}
                shown={value === "" ? null : value}
                none="Add"
                text={value}
                onType={(text) => {
                  onEdit({ attributes: { ...account.attributes, [name]: text } });
                  return undefined;
                }}
              />
              {mayEdit && (
                <button
                  type="button"
                  className="icon-button attribute-remove"
                  aria-label={`Remove ${name}`}
                  onClick={() =>
                    onEdit({ attributes: Object.fromEntries(Object.entries(account.attributes).filter(([one]) => one !== name)) })
                  }
                >
                  <X size={13} aria-hidden />
                </button>
              )}
            </span>
          </Property>
        ))}
      </Properties>
      {mayEdit && <NewAttribute taken={names} onAdd={(name, value) => onEdit({ attributes: { ...account.attributes, [name]: value } })} />}
    </Section>
  );
}

function NewAttribute({ taken, onAdd }: { taken: readonly string[]; onAdd: (name: string, value: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  if (!isOpen)
    return (
      <button type="button" className="plain attribute-add" onClick={() => setOpen(true)}>
        <Plus size={13} aria-hidden /> Attribute
      </button>
    );
  const close = () => {
    setOpen(false);
    setName("");
    setValue("");
  };
  const isTaken = taken.includes(name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || isTaken) return;
    onAdd(name.trim(), value.trim());
    close();
  };
  return (
    <form
      className="attribute-new"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it was asked for
        autoFocus
        className="property-field"
        aria-label="Name of the attribute"
        placeholder="Name"
        maxLength={80}
        value={name}
        aria-invalid={isTaken}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        className="property-field"
        aria-label="Value of the attribute"
        placeholder="Value"
        maxLength={2000}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="plain attribute-keep" disabled={name.trim() === "" || isTaken}>
        Add
      </button>
      {isTaken && (
        <p className="property-objection" role="alert">
          There is one of this name.
        </p>
      )}
    </form>
  );
}
