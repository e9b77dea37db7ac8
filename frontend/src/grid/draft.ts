// Autosave: what was typed goes to the server a moment after it was typed, and stays in
// this browser until the server has confirmed it.

import { t } from "../kit/words";
import type { Notices } from "./notices";
import { type Finding, type Open, put, type Said, said, same } from "./sheet";
import { type Local, Store } from "./store";

/** What the server answers when it has kept a draft. */
interface Kept {
  readonly serial: number;
  readonly empty: number;
  readonly said: Readonly<Record<string, readonly Finding[]>>;
}

// After the last key, yet never later than this after the first: nothing older than
// five seconds is only on this machine.
const PAUSE = 1000;
const LATEST = 4000;
const AGAIN = 5000;

export class Draft {
  private readonly store: Store;
  private readonly version: string;
  private serial: string;
  private readonly known = new Map<Open, Said>();
  private since = 0;
  private timer = 0;
  private busy = false;
  private over = false;
  private take = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly cells: readonly Open[],
    private readonly notices: Notices,
    private readonly changed: () => void,
  ) {
    const { draft = "", person = "", serial = "0" } = form.dataset;
    this.store = new Store(person, draft);
    this.serial = serial;
    this.version = String(new FormData(form).get("version"));
    for (const cell of cells) this.known.set(cell, said(cell));
    form.addEventListener("submit", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.send();
    });
    this.comeBack();
  }

  /** Something was typed, pasted or taken back. */
  touched(): void {
    if (this.over) return;
    if (!this.keep(false)) {
      this.store.forget();
      return;
    }
    const now = Date.now();
    this.since ||= now;
    this.wait(Math.min(PAUSE, Math.max(0, this.since + LATEST - now)));
  }

  private wait(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), milliseconds);
  }

  /** What differs from what the server has confirmed. */
  private unconfirmed(): Open[] {
    return this.cells.filter((cell) => {
      const before = this.known.get(cell);
      return !before || !same(before, said(cell));
    });
  }

  /** Keep in this browser what is not confirmed; `false` where nothing is. */
  private keep(sent: boolean): boolean {
    const open = this.unconfirmed();
    if (open.length === 0) return false;
    const { version, serial } = this;
    const cells = Object.fromEntries(open.map((cell) => [cell.code, said(cell)]));
    const at = new Date().toISOString();
    if (!this.store.write({ version, serial, at, sent, cells })) {
      this.notices.state(
        t(
          "这个浏览器不保存数据，请及时点“保存”。",
          "This browser keeps nothing: save often.",
        ),
      );
    }
    return true;
  }

  private leave(): void {
    this.over = true;
    window.clearTimeout(this.timer);
    this.keep(true);
  }

  private async send(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.busy || this.over) return;
    if (this.unconfirmed().length === 0 && !this.take) return;
    this.busy = true;
    this.since = 0;
    const sent = new Map(this.cells.map((cell) => [cell, said(cell)]));
    try {
      await this.hear(await this.post(), sent);
    } catch {
      this.notices.state(
        t(
          "暂时连不上服务器，已存在本机，会自动再试。",
          "The server is out of reach: kept on this machine, and tried again.",
        ),
      );
      this.wait(AGAIN);
    } finally {
      this.busy = false;
    }
    if (this.since && !this.over) this.wait(PAUSE);
  }

  private post(): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form))
      body.append(name, String(value));
    body.set("serial", this.serial);
    if (this.take) body.set("take", "1");
    this.take = false;
    const address = this.form.dataset["draft"] ?? "";
    // Whoever is signed out is led elsewhere: that is an answer here, not a way.
    return fetch(address, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: true,
    });
  }

  private async hear(answer: Response, sent: Map<Open, Said>): Promise<void> {
    if (answer.type === "opaqueredirect") this.signedOut();
    else if (answer.ok) this.confirmed((await answer.json()) as Kept, sent);
    else if (answer.status === 412) this.elsewhere(await why(answer));
    else if (answer.status === 409) this.stop(await why(answer));
    else if (answer.status >= 500) throw new Error(String(answer.status));
    else {
      this.stop(
        t(
          "这一页已过期。您填的数已存在本机，请重新打开本页。",
          "This page has expired. What you typed is kept on this machine: open the page anew.",
        ),
      );
    }
  }

  private confirmed(kept: Kept, sent: Map<Open, Said>): void {
    this.serial = String(kept.serial);
    for (const [cell, what] of sent) this.known.set(cell, what);
    if (!this.keep(false)) this.store.forget();
    this.notices.clear();
    const at = clock(new Date());
    const rest = kept.empty
      ? t("还有 {n} 格没有填。", "{n} cells are still empty.", { n: kept.empty })
      : "";
    this.notices.state(t("草稿已存 {at}。", "Draft kept at {at}. ", { at }) + rest);
    this.notices.findings(kept.said);
  }

  private signedOut(): void {
    this.over = true;
    this.keep(false);
    const words = t(
      "登录已结束。您填的数存在这台电脑上，重新登录后会回到表里。",
      "Your sign-in has ended. What you typed is kept on this machine and comes back after you sign in.",
    );
    const link = {
      words: t("重新登录", "Sign in"),
      to: this.form.dataset["enter"] ?? "",
    };
    this.notices.warn(words, [link]);
  }

  private stop(words: string): void {
    this.over = true;
    this.notices.warn(words, [this.anew]);
  }

  private elsewhere(words: string): void {
    this.over = true;
    const here = {
      words: t("以本窗口为准", "Go on in this window"),
      deed: () => {
        this.over = false;
        this.take = true;
        this.notices.clear();
        void this.send();
      },
    };
    const there = {
      words: t("改用那边的数", "Take what stands there"),
      deed: () => {
        this.store.forget();
        window.location.reload();
      },
    };
    this.notices.warn(words, [here, there]);
  }

  private get anew() {
    return {
      words: t("重新打开本页", "Open the page anew"),
      deed: () => window.location.reload(),
    };
  }

  /** Bring back what an earlier page kept and the server never confirmed. */
  private comeBack(): void {
    const local = this.store.read();
    if (!local) return;
    const back = this.cells.flatMap((cell) => {
      const what = local.cells[cell.code];
      return what && !same(what, said(cell)) ? [[cell, what] as const] : [];
    });
    const saved = local.sent && local.version !== this.version;
    if (saved || back.length === 0) {
      this.store.forget();
      return;
    }
    if (local.version === this.version && local.serial === this.serial) {
      this.restore(back, local);
    } else {
      this.offer(back, local);
    }
  }

  private restore(back: readonly (readonly [Open, Said])[], local: Local): void {
    for (const [cell, what] of back) put(cell, what);
    this.notices.told(
      t(
        "已恢复您在 {at} 填的 {n} 格：{names}。核对后请保存。",
        "{n} cells that you typed at {at} are back: {names}. Look at them, then save.",
        { at: clock(new Date(local.at)), n: back.length, names: namesOf(back) },
      ),
    );
    this.changed();
    this.touched();
  }

  private offer(back: readonly (readonly [Open, Said])[], local: Local): void {
    const words = t(
      "您在 {at} 填过 {n} 格，当时没有存上；此后这份报表又有改动：{names}。",
      "At {at} you typed {n} cells that were not kept, and the return has changed since: {names}.",
      { at: clock(new Date(local.at)), n: back.length, names: namesOf(back) },
    );
    const take = {
      words: t("恢复到表里", "Put them into the form"),
      deed: () => {
        this.notices.clear();
        this.restore(back, local);
      },
    };
    const drop = {
      words: t("放弃", "Discard"),
      deed: () => {
        this.store.forget();
        this.notices.clear();
      },
    };
    this.notices.warn(words, [take, drop]);
  }
}

function namesOf(back: readonly (readonly [Open, Said])[]): string {
  return back.map(([cell]) => cell.name).join(t("、", ", "));
}

function clock(at: Date): string {
  return at.toLocaleTimeString("zh-CN", { hour12: false });
}

async function why(answer: Response): Promise<string> {
  const told = (await answer.json()) as { readonly why: string };
  return told.why;
}
