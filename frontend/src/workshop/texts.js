// The sentences of the workshop's page, in the language that is asked for.
import { en } from "./english.js";
import { sv } from "./swedish.js";

/** @typedef {typeof sv} Texts
 *  @typedef {"sv" | "en"} Language */

/** @param {string | null} wanted what the address asks for; Swedish unless it is English
 *  @returns {Language} */
export const languageOf = (wanted) => (wanted === "en" ? "en" : "sv");

/** @param {Language} language @returns {Texts} */
export const textsIn = (language) => (language === "en" ? en : sv);
