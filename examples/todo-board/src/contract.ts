export interface Item {
  id: string;
  text: string;
  author: string;
}

/** What the page and its server say to each other. */
export interface Todo {
  events: { itemAdded(item: Item): void; itemRemoved(id: string): void; usersChanged(users: string[]): void };
  clientResults: { confirmDelete(item: Item): boolean };
  methods: { join(): Item[]; add(text: string): void; remove(id: string): boolean };
  streams: { exportBoard(): { line: string; percent: number } };
}
