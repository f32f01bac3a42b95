import { Component, type ComponentChildren, type JSX } from "preact";

interface Properties<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  /** In pixels; each item has the same. */
  readonly rowHeight: number;
  /** Stays the same while an item moves. */
  readonly keyOf: (item: Item) => string;
  readonly selected: string | undefined;
  readonly onSelect: (item: Item) => void;
  /** Enter, or a click: a narrow window goes on to the details. */
  readonly onOpen: (item: Item) => void;
  readonly row: (item: Item) => ComponentChildren;
  readonly rowClass?: (item: Item) => string;
  /** New items come at the top, and what is being read stays in its place. */
  readonly growsAtTop?: boolean;
}

interface Scroll {
  readonly top: number;
  readonly height: number;
}

/** Rows drawn beyond each edge, so that scrolling shows no gaps. */
const margin = 8;

/** A list of any length: only what is in sight is in the document. One tab stop; arrow keys, Page, Home and End move. */
export class VirtualList<Item> extends Component<Properties<Item>, Scroll> {
  override state: Scroll = { top: 0, height: 800 };
  readonly #id = `list-${(nextId += 1)}`;
  #element: HTMLElement | null = null;
  #observer: ResizeObserver | undefined;
  #first: string | undefined;

  override componentDidMount(): void {
    this.#observer = new ResizeObserver(() => this.#measure());
    if (this.#element !== null) this.#observer.observe(this.#element);
    this.#first = this.#keyAt(0);
  }

  override componentWillUnmount(): void {
    this.#observer?.disconnect();
  }

  override componentDidUpdate(previous: Properties<Item>): void {
    const { growsAtTop = false, items, keyOf, rowHeight } = this.props;
    const element = this.#element;
    const before = this.#first;
    this.#first = this.#keyAt(0);
    if (!growsAtTop || element === null || element.scrollTop === 0 || previous.items === items) return;
    if (before === undefined || before === this.#first) return;
    const moved = items.findIndex((item) => keyOf(item) === before);
    if (moved > 0) element.scrollTop += moved * rowHeight;
  }

  render(): JSX.Element {
    const { items, label, rowHeight, keyOf, selected, row, rowClass } = this.props;
    const { top, height } = this.state;
    const from = Math.max(0, Math.floor(top / rowHeight) - margin);
    const to = Math.min(items.length, Math.ceil((top + height) / rowHeight) + margin);
    const drawn = items.slice(from, to);
    const active = drawn.some((item) => keyOf(item) === selected);
    return (
      <div
        class="list"
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={active ? `${this.#id}-${selected}` : undefined}
        ref={(element) => {
          this.#element = element;
        }}
        onScroll={() => this.#measure()}
        onKeyDown={(event) => this.#move(event)}
      >
        <div role="presentation" class="length" style={{ height: `${items.length * rowHeight}px` }}>
          {drawn.map((item, index) => {
            const key = keyOf(item);
            return (
              <div
                key={key}
                id={`${this.#id}-${key}`}
                role="option"
                aria-selected={key === selected}
                aria-setsize={items.length}
                aria-posinset={from + index + 1}
                class={`row ${rowClass?.(item) ?? ""}`}
                style={{ transform: `translateY(${(from + index) * rowHeight}px)`, height: `${rowHeight}px` }}
                onClick={() => this.#choose(item, true)}
              >
                {row(item)}
              </div>
            );
          })}
        </div>
      </div>
    );
  }

  #keyAt(index: number): string | undefined {
    const item = this.props.items[index];
    return item === undefined ? undefined : this.props.keyOf(item);
  }

  #measure(): void {
    const element = this.#element;
    if (element === null) return;
    const { scrollTop: top, clientHeight: height } = element;
    if (top !== this.state.top || height !== this.state.height) this.setState({ top, height });
  }

  #choose(item: Item, open: boolean): void {
    this.props.onSelect(item);
    if (open) this.props.onOpen(item);
  }

  #move(event: KeyboardEvent): void {
    const { items, keyOf, selected, rowHeight } = this.props;
    const current = items.findIndex((item) => keyOf(item) === selected);
    const page = Math.max(1, Math.floor(this.state.height / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current === -1 ? 0 : current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: items.length - 1,
      Enter: current,
    };
    const step = steps[event.key];
    const item = step === undefined ? undefined : items[Math.max(0, Math.min(items.length - 1, step))];
    if (step === undefined || item === undefined || (event.key === "Enter" && current === -1)) return;
    event.preventDefault();
    this.#show(Math.max(0, Math.min(items.length - 1, step)));
    this.#choose(item, event.key === "Enter");
  }

  #show(index: number): void {
    const element = this.#element;
    if (element === null) return;
    const { rowHeight } = this.props;
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  }
}

let nextId = 0;
