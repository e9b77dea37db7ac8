// What the server has not confirmed yet, kept by the browser of this machine: so that
// nothing typed is lost when the sign-in ends, the network fails, or the page is closed.

import type { Said } from "./sheet";

/** Cells that were typed over one version of a return, in one state of its draft. */
export interface Local {
  readonly version: string;
  readonly serial: string;
  readonly at: string;
  /** The form was sent as a whole: if the return has moved on, it was saved. */
  readonly sent: boolean;
  readonly cells: Readonly<Record<string, Said>>;
}

export class Store {
  private readonly key: string;

  constructor(person: string, address: string) {
    // By person: on a shared machine nobody gets what another one typed.
    this.key = `zhence.draft.${person}.${address.replace(/^\/en\//, "/")}`;
  }

  read(): Local | undefined {
    try {
      const held = localStorage.getItem(this.key);
      return held === null ? undefined : (JSON.parse(held) as Local);
    } catch {
      return undefined;
    }
  }

  /** Keep it; `false` where the browser keeps nothing, so that nobody promises it. */
  write(local: Local): boolean {
    try {
      localStorage.setItem(this.key, JSON.stringify(local));
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }
}
