// Adaptive Cards, drawn by Microsoft's renderer in the colours of the page.
import * as AC from "adaptivecards";
import { hostConfig } from "./hostconfig.js";
import { toHtml } from "./markdown.js";

// The card's frame is not something to press, so it is no stop for the keyboard either.
AC.GlobalSettings.setTabIndexAtCardRoot = false;

AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(text);
  result.didProcess = true;
};

// The renderer says of what was opened that it is expanded; that is for a button to say, not for a panel.
AC.AdaptiveCard.onElementVisibilityChanged = (element) => {
  queueMicrotask(() => element.renderedElement?.removeAttribute("aria-expanded"));
};

const ROWS = ".ac-selectable:is(.ac-container, .ac-columnSet)[role='button']";

const EVERYBODY = "graph.microsoft.com/users";

const OPENABLE = new Set(["https:", "http:", "mailto:", "tel:"]);

/** Draws *json*; returns its element, or null when the renderer cannot make sense of it.
 *  @param {unknown} json
 *  @param {(action: AC.Action, pressed: HTMLElement | undefined) => void} onPress
 *  @returns {HTMLElement | null} */
export function drawCard(json, onPress) {
  const card = new AC.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => {
    if (action instanceof AC.OpenUrlAction) open(action.url);
    else if (!(action instanceof AC.ToggleVisibilityAction)) onPress(action, action.renderedElement ?? action.parent?.renderedElement);
  };
  // Links in text are opened by the browser itself: the renderer would ask the action above.
  card.onAnchorClicked = () => false;
  try {
    card.parse(json);
    const drawn = card.render() ?? null;
    drawn?.querySelectorAll(ROWS).forEach(goByItsText);
    card.getAllInputs().forEach(lookPeopleUp);
    return drawn;
  } catch {
    return null;
  }
}

/** Teams looks people up by itself; here they are those who have been in the chat.
 *  @param {AC.Input} input */
function lookPeopleUp(input) {
  if (!(input instanceof AC.ChoiceSetInput) || input.choicesData?.dataset !== EVERYBODY) return;
  const select = Reflect.get(input, "renderedInputControlElement");  // protected
  if (!(select instanceof HTMLSelectElement)) return;
  const known = new Set(input.choices.map((choice) => choice.value));
  fetch("/connector/users").then((response) => (response.ok ? response.json() : [])).then((people) => {
    for (const { id, name } of people) if (!known.has(id)) select.append(new Option(name, id));
  }, () => {});
}

/** The renderer calls a row by its action's title alone; what is seen in it is to be heard too.
 *  @param {Element} row */
function goByItsText(row) {
  row.removeAttribute("aria-label");
}

/** @param {AC.Action} action @returns {action is AC.ExecuteAction} */
export const isExecute = (action) => action instanceof AC.ExecuteAction;
/** @param {AC.Action} action @returns {action is AC.SubmitAction} */
export const isSubmit = (action) => action instanceof AC.SubmitAction;

/** What *action* carries, where it is of a kind that carries something.
 *  @param {AC.Action} action
 *  @returns {any} */
export const dataOf = (action) => (isExecute(action) || isSubmit(action) ? (action.data ?? {}) : {});

/** @param {string | undefined} url */
function open(url) {
  const address = url && URL.canParse(url) ? new URL(url) : null;
  if (address && OPENABLE.has(address.protocol)) {
    window.open(address, "_blank", "noopener,noreferrer");
  }
}
