/** Lecture, print, pictures. */

export interface PresentWords {
  readonly present: string;
  readonly print: string;
  readonly printPicture: string;
  readonly printSteps: string;
  readonly savePicture: string;
}

export const PRESENT: Readonly<Record<"en" | "es", PresentWords>> = {
  en: {
    present: "Lecture: whole screen, large type",
    print: "Print or save",
    printPicture: "Print this step",
    printSteps: "Print every step, a page each",
    savePicture: "Save the graph as SVG",
  },
  es: {
    present: "Clase: pantalla completa, letra grande",
    print: "Imprimir o guardar",
    printPicture: "Imprimir este paso",
    printSteps: "Imprimir todos los pasos, una página cada uno",
    savePicture: "Guardar el grafo como SVG",
  },
};
