/** What one takes away from the page: a link, the steps as text, paper, a picture. */

import { html, type TemplateResult } from "lit";
import type { RetroGraph } from "../element/define";
import type { Language } from "../lang";
import type { Timeline } from "../timeline/timeline";
import { copied } from "./clipboard";
import { type DialogName, type Shared, shareDialog, transcriptDialog } from "./dialogs";
import { type LinkState, packedFragment } from "./link";
import { printDialog } from "./printing";
import { type Story, sheetsOf, show } from "./sheets";
import { transcript } from "./transcript";

interface Page {
  draw(): void;
  open(name: DialogName): void;
  shown(): {
    readonly language: Language;
    readonly timeline: Timeline | null;
    readonly step: number;
    readonly view: RetroGraph | undefined;
  };
}

export class Taking {
  #shared: Shared | null = null;
  #transcript = "";
  #transcriptCopied = false;

  constructor(readonly page: Page) {
    // The browser's own command prints the step on the screen.
    window.addEventListener("beforeprint", () => {
      if (!document.querySelector(".sheets")) this.#lay("picture");
    });
    window.addEventListener("afterprint", () => document.querySelector(".sheets")?.remove());
  }

  /** Copy a link to `state`, and show it. */
  async share(state: LinkState): Promise<void> {
    const fragment = await packedFragment(state);
    const link = `${location.origin}/#${fragment}`;
    const embed = `<iframe src="${location.origin}/embed#${fragment}" title="retrograd" width="100%" height="520" style="border: 0"></iframe>`;
    this.#shared = { link, embed, copied: null };
    this.page.draw();
    this.page.open("share");
    await this.#copy("link");
  }

  /** Show all steps as text. */
  tell(): void {
    const { timeline, language } = this.page.shown();
    this.#transcript = timeline ? transcript(timeline, language) : "";
    this.#transcriptCopied = false;
    this.page.draw();
    this.page.open("transcript");
  }

  dialogs(): TemplateResult {
    const { language } = this.page.shown();
    const copyText = async (): Promise<void> => {
      this.#transcriptCopied = await copied(this.#transcript);
      this.page.draw();
    };
    return html`
      ${shareDialog(this.#shared, language, (what) => void this.#copy(what))}
      ${transcriptDialog(this.#transcript, language, this.#transcriptCopied, () => void copyText())}
      ${printDialog(language, { print: (story) => this.#print(story), save: () => this.#save() })}
    `;
  }

  async #copy(what: "link" | "embed"): Promise<void> {
    const shared = this.#shared;
    if (!shared) return;
    this.#shared = { ...shared, copied: (await copied(shared[what])) ? what : null };
    this.page.draw();
  }

  #print(story: Story): void {
    if (this.#lay(story)) window.print();
  }

  /** Put the sheets into the page, where only paper shows them; returns whether there are any. */
  #lay(story: Story): boolean {
    const { timeline, view, step, language } = this.page.shown();
    if (!timeline || !view) return false;
    show(sheetsOf({ timeline, view, language }, story, step));
    return true;
  }

  #save(): void {
    const { view, step } = this.page.shown();
    const picture = view?.still(step)?.graph;
    if (!picture) return;
    const text = new XMLSerializer().serializeToString(picture);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.download = "retrograd.svg";
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
