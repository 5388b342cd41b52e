import { Kbd, useListedShortcuts } from "./keyboard.tsx";
import { Modal } from "./modal.tsx";

/** What the `?` dialog shows; loaded with the first `?`. */
export function ShortcutsList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={720}>
      <div className="shortcut-groups">
        {useListedShortcuts().map(({ group, rows }) => (
          <section key={group} className="shortcut-group" aria-label={group}>
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
    </Modal>
  );
}
