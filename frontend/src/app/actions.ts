/** What a person can do in the playground: one record each, which the toolbar, the keys and the help read. */

import type { Language } from "../lang";
import type { Playground } from "./playground";

export interface AppAction {
  readonly id: string;
  readonly label: (language: Language) => string;
  /** Shown beside the sign; else the label is the sign's title. */
  readonly text: boolean;
  readonly sign: string;
  /** With Control (or Command): the key. */
  readonly key?: string;
  readonly pressed?: (playground: Playground) => boolean;
  readonly perform: (playground: Playground) => void;
}

export const ACTIONS: readonly AppAction[] = [
  {
    id: "examples",
    label: (language) => language.app.examples,
    text: true,
    sign: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
    perform: (playground) => playground.open("examples"),
  },
  {
    id: "share",
    label: (language) => language.app.share,
    text: true,
    sign: "M9 12a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.5-5.5L11 5.500M15 12a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.500 5.500L13 18.500",
    key: "Enter",
    perform: (playground) => playground.share(),
  },
  {
    id: "code",
    label: (language) => language.coding.asCode,
    text: false,
    sign: "M8 7l-5 5 5 5M16 7l5 5-5 5M13.500 5l-3 14",
    perform: (playground) => playground.code(),
  },
  {
    id: "print",
    label: (language) => language.present.print,
    text: false,
    sign: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    perform: (playground) => playground.print(),
  },
  {
    id: "present",
    label: (language) => language.present.present,
    text: false,
    sign: "M3 5h18v11H3zM12 16v4M8 20h8",
    key: ".",
    pressed: (playground) => playground.presents,
    perform: (playground) => playground.present(),
  },
  {
    id: "program",
    label: (language) => language.app.showProgram,
    text: false,
    sign: "M4 5h16v14H4zM10 5v14",
    pressed: (playground) => !playground.hides("program"),
    perform: (playground) => playground.toggle("program"),
  },
  {
    id: "explanation",
    label: (language) => language.app.showExplanation,
    text: false,
    sign: "M4 5h16v14H4zM14 5v14",
    pressed: (playground) => !playground.hides("explanation"),
    perform: (playground) => playground.toggle("explanation"),
  },
  {
    id: "theme",
    label: (language) => language.app.theme,
    text: false,
    sign: "M12 4a8 8 0 1 0 8 8 6.500 6.500 0 0 1-8-8z",
    perform: (playground) => playground.switchTheme(),
  },
  {
    id: "help",
    label: (language) => language.app.help,
    text: false,
    sign: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.100-1.500 2.400M12 17.500v.1",
    perform: (playground) => playground.help(),
  },
  {
    id: "language",
    label: (language) => language.app.language,
    text: true,
    sign: "",
    perform: (playground) => playground.switchLanguage(),
  },
];
