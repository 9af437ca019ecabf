// Tabs: one panel at a time, the arrow keys go between them.

import { element } from "../elements.js";

/** @param {HTMLElement} list
 *  @returns {(id: string) => void} shows the panel of a tab */
export function makeTabs(list) {
  const tabs = [...list.querySelectorAll("button")].filter((tab) => !tab.hidden);
  /** @param {HTMLElement} chosen */
  const choose = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      element(tab.getAttribute("aria-controls") ?? "").hidden = !isChosen;
    }
  };
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      if (!(key in steps)) return;
      const next = tabs[(at + steps[key] + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  }
  choose(tabs[0]);
  return (id) => choose(element(id));
}
