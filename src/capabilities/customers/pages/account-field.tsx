import { Picker } from "../../../ui/picker.tsx";
import { useAccountOptions } from "./account-picker.tsx";
import "./account-field.css";

export type ChosenAccount = { id: string; name: string };

/** A form's field for the account behind something; choosing the same again takes it out. `otherwise` says what happens without one. */
export function AccountField({
  account,
  onAccount,
  otherwise,
  error,
}: {
  account: ChosenAccount | null;
  onAccount: (account: ChosenAccount | null) => void;
  otherwise: string;
  error?: string | undefined;
}) {
  const accounts = useAccountOptions();
  return (
    <div className="account-field">
      <span className="mantine-InputWrapper-label account-field-label">Account</span>
      <Picker
        label="Account"
        options={accounts}
        chosen={account ? [account.id] : []}
        onPick={({ value, label }) => onAccount(value === account?.id ? null : { id: value, name: label })}
      >
        <button type="button" className="plain account-field-button">
          {account?.name ?? <span className="muted">{otherwise}</span>}
        </button>
      </Picker>
      {error && <span className="meta account-field-error">{error}</span>}
    </div>
  );
}
