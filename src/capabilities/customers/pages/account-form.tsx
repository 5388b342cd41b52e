import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { ACCOUNT_ROWS } from "./account-rows.ts";
import { parseRevenue } from "./revenue.ts";
import "./account-form.css";

const SHOWN = ["name", "domain", "revenueMinor", "currency", "plan", "seats"];
const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

/** Adds an account; only its name is needed. */
export function AddAccountDialog({
  currency,
  onAdded,
  onClose,
}: {
  currency: string;
  onAdded: (key: string) => void;
  onClose: () => void;
}) {
  const [fields, setFields] = useState({ name: "", domain: "", revenue: "", plan: "", seats: "" });
  const [objection, setObjection] = useState<Record<string, string>>({});
  const create = useChange(client.accounts.create, {
    said: ({ name }) => `Added ${name}`,
    renews: [api.accounts.key(), api.feedback.key(), ACCOUNT_ROWS],
    onSuccess: ({ key }) => {
      onClose();
      onAdded(key);
    },
    onError: () => undefined,
  });
  const errors = { ...fieldErrors(create.error), ...objection };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const revenue = parseRevenue(fields.revenue, currency);
    const seats = orNull(fields.seats);
    const wrong: Record<string, string> = {
      ...(revenue === undefined ? { revenueMinor: "Write an amount, such as 84000 or 84k EUR." } : {}),
      ...(seats !== null && !/^\d+$/.test(seats) ? { seats: "Write a whole number." } : {}),
    };
    setObjection(wrong);
    if (Object.keys(wrong).length > 0) return;
    create.mutate({
      name: fields.name,
      domain: orNull(fields.domain),
      plan: orNull(fields.plan),
      seats: seats === null ? null : Number(seats),
      revenueMinor: revenue?.revenueMinor ?? null,
      currency: revenue?.currency ?? null,
    });
  };
  const field = (name: keyof typeof fields, label: string, error: string | undefined, placeholder = "") => (
    <TextInput
      label={label}
      value={fields[name]}
      error={error}
      placeholder={placeholder}
      onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
      {...(name === "name" ? { "data-autofocus": true, required: true, withAsterisk: false } : {})}
    />
  );
  return (
    <Modal opened onClose={onClose} title="Add an account" size={480}>
      <form onSubmit={submit} className="stack">
        {field("name", "Name", errors.name)}
        <div className="account-fields">
          {field("domain", "Domain", errors.domain, "finds its feedback by e-mail")}
          {field("revenue", "Revenue a year", errors.revenueMinor ?? errors.currency, `84k ${currency}`)}
          {field("plan", "Plan", errors.plan)}
          {field("seats", "Seats", errors.seats)}
        </div>
        <FormErrors error={create.error} shown={SHOWN} />
        <div className="dialog-actions">
          <Button type="submit" loading={create.isPending} disabled={fields.name.trim() === ""}>
            Add
          </Button>
        </div>
      </form>
    </Modal>
  );
}
