import { Modal } from "@mantine/core";
import { useState } from "react";
import { Kbd, useListedShortcuts, useShortcuts } from "./keyboard.tsx";

function Shortcuts() {
  return (
    <div className="shortcut-groups">
      {useListedShortcuts().map(({ group, rows }) => (
        <section key={group} className="shortcut-group">
          <h3>{group}</h3>
          <dl>
            {rows.map(({ label, keys }) => (
              <div key={label} className="shortcut-row">
                <dt>{label}</dt>
                <dd className="shortcut-keys">
                  {keys.map((one) => (
                    <Kbd key={one} keys={one} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** The `?` dialog: everything that can be typed on this page, read from the registry. Mounted once, by the shell. */
export function ShortcutsDialog() {
  const [opened, setOpened] = useState(false);
  useShortcuts("Everywhere", [{ keys: "?", label: "Show shortcuts", run: () => setOpened(true) }], { scope: "global" });
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title="Keyboard shortcuts" size={720}>
      <Shortcuts />
    </Modal>
  );
}
