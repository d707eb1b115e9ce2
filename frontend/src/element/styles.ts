/** The look of the view around its picture. */

import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    min-height: 12rem;
    color: var(--ink);
    background: var(--canvas);
    font-family: "Inter Variable", Inter, system-ui, sans-serif;
    font-size: calc(15px * var(--type, 1));
    line-height: 1.45;
  }
  :host([large]) {
    --type: 1.35;
  }
  :host([hidden]) {
    display: none;
  }
  :host(:focus) {
    outline: none;
  }
  :host(:focus-visible) .canvas::after {
    content: "";
    position: absolute;
    inset: 2px;
    border: 2px solid var(--accent);
    border-radius: 6px;
    pointer-events: none;
  }
  .root {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: inherit;
    background: var(--canvas);
    color: var(--ink);
  }
  .canvas {
    position: relative;
    flex: 1 1 auto;
    min-height: 8rem;
    overflow: hidden;
    contain: strict; /* what moves in here moves nothing around it */
  }
  svg.scene {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    cursor: grab;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }
  svg.scene:active {
    cursor: grabbing;
  }
  :host svg[hidden] {
    display: none;
  }
  svg text {
    text-rendering: geometricPrecision;
  }
  [data-detail="low"] [data-number] {
    display: none;
  }
  .stale svg.scene,
  .stale svg.stage {
    opacity: 0.4;
    filter: grayscale(1);
    /* Not for the moment that a quick answer takes: the picture would flicker with every key. */
    transition: opacity 0.1s 0.25s, filter 0.1s 0.25s;
  }
  .tools {
    position: absolute;
    right: 8px;
    top: 8px;
    display: flex;
    gap: 2px;
    padding: 2px;
    border-radius: 8px;
    background: var(--card);
    border: 1px solid var(--line);
  }
  .tools button {
    width: 28px;
    height: 28px;
  }
  .openings {
    position: absolute;
    left: 8px;
    top: 8px;
    display: flex;
    gap: 4px;
    max-width: calc(100% - 8rem);
    overflow-x: auto;
  }
  .openings button {
    width: auto;
    height: 32px;
    padding: 0 12px;
    border: 1px solid var(--line);
    background: var(--card);
    font-size: calc(14px * var(--type, 1));
    white-space: nowrap;
  }
  .openings button:hover {
    background: var(--hover);
  }
  .search {
    position: absolute;
    right: 8px;
    top: 46px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    width: min(21rem, calc(100% - 32px));
    padding: 4px;
    border-radius: 8px;
    background: var(--card);
    border: 1px solid var(--line);
  }
  .search input {
    flex: 1 1 8rem;
    min-width: 0;
    height: 32px;
    padding: 0 8px;
    border: 1px solid var(--muted);
    border-radius: 6px;
    background: var(--canvas);
    color: var(--ink);
    font: inherit;
    font-size: 14px;
  }
  .search button {
    width: 32px;
    height: 32px;
  }
  .search .hits {
    flex: 1 0 100%;
    padding: 2px 4px;
    color: var(--muted);
    font-size: 13px;
  }
  .search .hits:empty {
    display: none;
  }
  [data-fold]:focus-visible,
  [data-closes]:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  [data-caption]:hover rect {
    fill: var(--hover);
  }
  svg.overview {
    position: absolute;
    right: 8px;
    bottom: 8px;
    padding: 4px;
    border-radius: 6px;
    opacity: 0.92;
    background: var(--card);
    border: 1px solid var(--line);
    cursor: pointer;
  }
  svg.overview[data-corner$="left"] {
    right: auto;
    left: 8px;
  }
  svg.overview[data-corner^="top"] {
    bottom: auto;
    top: 8px;
  }
  .notice {
    position: absolute;
    left: 50%;
    top: 12px;
    transform: translateX(-50%);
    max-width: min(34rem, calc(100% - 7rem));
    padding: 6px 12px;
    border-radius: 8px;
    background: var(--card);
    border: 1px solid var(--line);
    font-size: calc(14px * var(--type, 1));
    text-align: center;
  }
  .notice.late {
    animation: late 0.1s 0.6s both;
  }
  @keyframes late {
    from {
      opacity: 0;
    }
  }
  .notice strong {
    display: block;
  }
  .quote {
    font-size: 0;
  }
  .notice code {
    font-family: "JetBrains Mono Variable", ui-monospace, monospace;
    font-size: 0.92em;
  }
  .notice .hint {
    color: var(--muted);
  }
  svg.stage {
    flex: 0 0 auto;
    display: block;
    width: 100%;
    border-top: 1px solid var(--line);
    background: var(--card);
  }
  .sentence {
    flex: 0 0 auto;
    margin: 0;
    padding: 8px 16px;
    min-height: 2.9em;
    box-sizing: border-box;
    border-top: 1px solid var(--line);
    background: var(--card);
    text-wrap: pretty;
  }
  .sentence .caption {
    display: block;
    color: var(--muted);
    font-style: italic;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    min-height: 0;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
  .controls {
    flex: 0 0 auto;
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 6px 12px;
    border-top: 1px solid var(--line);
    background: var(--card);
  }
  .buttons,
  .more {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--ink);
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    background: var(--hover);
  }
  button.main {
    background: var(--accent);
    color: var(--card);
    border-radius: 50%;
    margin: 0 4px;
  }
  button.main:hover {
    filter: brightness(1.1);
  }
  button:focus-visible,
  select:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .scrubber {
    position: relative;
    flex: 1 1 8rem;
    min-width: 4rem;
    height: 28px;
    padding: 0 9px;
  }
  .ticks {
    position: absolute;
    left: 9px;
    right: 9px;
    top: 3px;
    width: calc(100% - 18px);
    overflow: visible;
  }
  input[type="range"] {
    position: absolute;
    inset: 0;
    width: 100%;
    margin: 0;
    appearance: none;
    -webkit-appearance: none;
    background: none;
    cursor: pointer;
  }
  input[type="range"]::-webkit-slider-thumb {
    appearance: none;
    -webkit-appearance: none;
    width: 18px;
    height: 22px;
    border-radius: 6px;
    border: 2px solid var(--card);
    background: var(--phase);
    box-shadow: 0 1px 3px #0006;
  }
  input[type="range"]::-moz-range-thumb {
    width: 14px;
    height: 18px;
    border-radius: 6px;
    border: 2px solid var(--card);
    background: var(--phase);
  }
  .count {
    min-width: 4.2em;
    text-align: center;
    color: var(--muted);
    font-size: calc(13px * var(--type, 1));
    font-variant-numeric: tabular-nums;
  }
  select {
    height: 30px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-size: calc(13px * var(--type, 1));
  }
  @media (forced-colors: active) {
    button {
      border: 1px solid;
    }
  }
  @container (max-width: 560px) {
    /* Where there is so little room, the tools would cover what one wants to see. */
    .tools,
    .openings {
      top: 4px;
    }
    .search {
      top: 46px;
      right: 4px;
      width: calc(100% - 16px);
    }
    .canvas:has(.tools) svg.scene {
      top: 42px;
      height: calc(100% - 42px);
      border-top: 1px solid var(--line);
    }
    .controls {
      flex-wrap: wrap;
      gap: 4px 8px;
      padding: 4px 8px;
      justify-content: space-between;
    }
    .scrubber {
      order: -1;
      flex-basis: 100%;
    }
    .sentence {
      font-size: calc(14px * var(--type, 1));
      padding: 6px 12px;
    }
  }
`;
