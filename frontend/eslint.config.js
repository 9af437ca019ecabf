// What is checked beside the types: all that eslint recommends, and more, with the reason for each.
// Where a rule is ever switched off, the reason stands beside it.
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";

export default defineConfig([
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["*.js", "*.mjs"],
    languageOptions: { globals: globals.node },
  },
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // A comparison that converts its sides is a slip.
      eqeqeq: "error",
      "prefer-const": "error",
      "no-var": "error",
      // An inner name that hides an outer one reads as the outer one.
      "no-shadow": "error",
      // A parameter that is set anew is no longer what the caller gave.
      "no-param-reassign": "error",
      // A promise that nobody waits for may fail in silence; `async` without `await` is misleading.
      "require-await": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='assign'] > ThisExpression",
          message: "Members that are assigned all at once are declared nowhere.",
        },
      ],
      "no-restricted-properties": [
        "error",
        { property: "outerHTML", message: "What others wrote would be read as markup." },
      ],
    },
  },
]);
