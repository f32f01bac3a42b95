import type { JSX } from "preact";
import type { App } from "./app-state.ts";

/** Names a group to join. */
export function GroupAdder(props: {
  readonly app: App;
  readonly hub: string;
  readonly onAdd: (group: string) => void;
}): JSX.Element {
  const { app, hub, onAdd } = props;
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const group = String(new FormData(form).get("group") ?? "");
        if (group.trim() !== "") onAdd(group);
        form.reset();
      }}
    >
      <label>
        <span class="unseen">Group to join</span>
        <input
          name="group"
          list="known-groups"
          required
          maxLength={1024}
          placeholder="Group"
          autocomplete="off"
        />
      </label>
      <button type="submit">Add to group</button>
      <datalist id="known-groups">
        {app.population.groups
          .filter((group) => group.hub === hub)
          .slice(0, 100)
          .map(({ name }) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </form>
  );
}

/** Groups with a button each that leaves it. */
export function GroupChips(props: {
  readonly groups: readonly { readonly name: string; readonly remark?: string }[];
  readonly onRemove: (group: string) => void;
}): JSX.Element {
  const { groups, onRemove } = props;
  if (groups.length === 0) return <p class="faint">In no group.</p>;
  return (
    <ul class={groups.some(({ remark }) => remark !== undefined) ? "memberships" : "chips"}>
      {groups.map(({ name, remark }) => (
        <li key={name} class="chip">
          <span>{name}</span>
          {remark !== undefined && <span class="faint">{remark}</span>}
          <button
            type="button"
            class="remove"
            aria-label={`Remove from group ${name}`}
            onClick={() => onRemove(name)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
