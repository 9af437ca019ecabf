// Sizes, spaces and colours of cards, near to those of Teams. Colours are the page's own
// variables, so that a card follows the light and the dark scheme without being redrawn.
import { HostConfig } from "adaptivecards";

/** @param {string} name */
const colour = (name) => ({
  default: `var(--${name})`,
  subtle: `var(--${name}-subtle, var(--${name}))`,
});

const foregroundColors = {
  default: colour("text"),
  dark: colour("text"),
  light: colour("text-subtle"),
  accent: colour("accent"),
  good: colour("good"),
  warning: colour("warning"),
  attention: colour("attention"),
};

/** @param {string} background @param {string} border */
const container = (background, border) => ({
  backgroundColor: `var(--${background})`,
  borderColor: `var(--${border})`,
  foregroundColors,
});

export const hostConfig = new HostConfig({
  fontFamily: "inherit",
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 17, default: 21, medium: 23, large: 25, extraLarge: 29 },
  spacing: { small: 8, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: container("card", "line"),
    emphasis: container("card-emphasis", "line"),
    accent: container("card-accent", "accent"),
    good: container("card-good", "good"),
    warning: container("card-warning", "warning"),
    attention: container("card-attention", "attention"),
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    // The style sheet sets the gap: spacers would stand first in a line when buttons wrap.
    buttonSpacing: 0,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
  },
  inputs: {
    label: { requiredInputs: { weight: "bolder" }, optionalInputs: { weight: "bolder" } },
    errorMessage: { color: "attention", spacing: "small" },
  },
  factSet: { title: { weight: "bolder", maxWidth: 160, wrap: true }, value: {}, spacing: 12 },
  textStyles: { heading: { size: "large", weight: "bolder" } },
  textBlock: { headingLevel: 3 },
});

// A list to choose from, which is filled here as Teams fills its own.
Reflect.set(hostConfig.inputs, "allowDynamicallyFilteredChoiceSet", false);  // declared read-only
